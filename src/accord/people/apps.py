"""The app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Partnerships and people."""

    name = "accord.people"

    def ready(self) -> None:
        """Put this app's long work, due work and files where they belong; let the libraries keep little of people."""
        from accord.jobs import clock, kinds
        from accord.people import actions, inviting, libraries, queries, rostering, tasks
        from accord.web import holding

        libraries.keep_little()
        clock.due("people.forget-sessions", actions.forget_sessions)
        clock.due("people.forget-invitations", inviting.forget_over)
        clock.due("people.forget-rosters", rostering.forget_unconfirmed)
        kinds.register(rostering.LOOKING, tasks.LOOK)
        kinds.register(rostering.BRINGING, tasks.BRING)
        holding.own(queries.roster_tokens)
