"""The app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Partnerships and people."""

    name = "accord.people"

    def ready(self) -> None:
        """Put this app's own due work on the clock."""
        from accord.jobs import clock
        from accord.people import actions

        clock.due("people.forget-sessions", actions.forget_sessions)
