"""A value for every argument that an address takes: an app that adds an argument adds its value here."""

from tests import askings, factories, rounds

from accord.jobs import actions


def arguments(cast: factories.Cast) -> dict[str, object]:
    """By argument, in the coordinator's partnership."""
    by = factories.by(cast.partnership)
    job = actions.start(by, "tests.sum", content="c", arguments={"n": [1]}, asker=cast.coordinator.pk)
    round = rounds.released(cast.partnership)
    askings.roster(cast.partnership)
    asked = askings.planned(cast.partnership)
    return {
        "slug": cast.partnership.slug,
        "job": job.id,
        "round": round.id,
        "format": "json",
        "door": asked.asking.door,
        "stratum": 0,
    }
