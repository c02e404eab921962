"""A value for every argument that an address takes: an app that adds an argument adds its value here."""

from accord.jobs import actions
from tests import factories


def arguments(cast: factories.Cast) -> dict[str, object]:
    """By argument, in the coordinator's partnership."""
    by = factories.by(cast.partnership)
    job = actions.start(by, "tests.sum", content="c", arguments={"n": [1]}, asker=cast.coordinator.pk)
    return {"slug": cast.partnership.slug, "job": job.id}
