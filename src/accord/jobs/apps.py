"""The app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work."""

    name = "accord.jobs"

    def ready(self) -> None:
        """Put this app's own due work on the clock."""
        from accord.jobs import actions, clock
        from accord.web import holding

        clock.due("jobs.revive", actions.revive)
        clock.due("jobs.tidy", actions.tidy)
        clock.due("web.sweep", holding.sweep)
