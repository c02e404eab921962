"""The app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Rounds and their pictures."""

    name = "accord.rounds"

    def ready(self) -> None:
        """Put this app's long work, due work, words of the navigation and panels where they belong."""
        from accord.booth import owners
        from accord.jobs import clock, kinds
        from accord.people import panels
        from accord.rounds import actions, queries, tasks
        from accord.rounds import panels as mine
        from accord.web import holding, navigation

        owners.register("rounds", tasks.page_of)
        kinds.register(tasks.READING, tasks.READ)
        kinds.register(tasks.COMPUTING, tasks.COMPUTE)
        clock.due("rounds.forget-unconfirmed", actions.forget_unconfirmed)
        holding.own(queries.held)
        navigation.lead("listen", "rounds:listen")
        navigation.lead("picture", "rounds:picture")
        panels.ask(mine.asked)
        panels.show("rounds.under-way", mine.under_way, place=5)
        panels.show("rounds.picture", mine.picture, place=10)
