"""The app."""

from django.apps import AppConfig


class BoothConfig(AppConfig):
    """The way to a respondent."""

    name = "accord.booth"

    def ready(self) -> None:
        """Put this app's long work and due work where they belong."""
        from accord.booth import tasks
        from accord.booth.actions import counting, tumbling
        from accord.jobs import clock, kinds

        kinds.register(tasks.PREPARING, tasks.PREPARE)
        kinds.register(tasks.INVITING, tasks.INVITE)
        kinds.register(tasks.REMINDING, tasks.REMIND)
        kinds.register(tasks.CLOSING, tasks.CLOSE)
        clock.due("booth.begin", tasks.begin)
        clock.due("booth.tumble", tumbling.tumble)
        clock.due("booth.count", counting.count)
        clock.due("booth.sweep", tumbling.sweep)
