"""`manage work`: the worker. django-tasks' own worker does the jobs; a thread beside it strikes the clock."""

import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from accord.jobs import clock

MINUTE = 60.0


class Command(BaseCommand):
    """Do long work as it comes, and what falls due each minute, until told to stop."""

    help = "Do long work as it comes, and what falls due each minute, until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or Ctrl-C; a second one gives the job under way back to the queue."""
        threading.Thread(target=strike_each_minute, args=(threading.Event(),), daemon=True).start()
        call_command("db_worker", interval=0.5, startup_delay=False, reload=False, verbosity=0)


def strike_each_minute(ended: threading.Event) -> None:
    """Strike the clock now and every minute."""
    while not ended.is_set():
        clock.tick(timezone.now())
        clock.note()
        connection.close()
        ended.wait(MINUTE)
