"""A value for every argument that an address takes: an app that adds an argument adds its value here."""

from allauth.mfa.models import Authenticator
from django.utils import timezone
from tests import askings, factories, roster_files, rounds

from accord.jobs import actions
from accord.people import actions as people
from accord.people import inviting
from accord.people.states import Role, Sector


def arguments(cast: factories.Cast) -> dict[str, object]:
    """By argument, in the coordinator's partnership."""
    by = factories.by(cast.partnership)
    job = actions.start(by, "tests.sum", content="c", arguments={"n": [1]}, asker=cast.coordinator.pk)
    round = rounds.released(cast.partnership)
    askings.roster(cast.partnership)
    asked = askings.planned(cast.partnership)
    sector = Sector.VOLUNTARY
    place = people.add_organisation(by, partnership=cast.partnership.id, name="Elder Hospice", sector=sector)
    seat = rounds.seat(cast.partnership)
    invitation = inviting.invite(
        seat, email="ivy@example.org", role=Role.LEADER, organisation=place, now=timezone.now()
    )
    mine = {"organisation": place.id, "seat": seat.id, "invitation": invitation.id, "secret": "unknown"}
    mine |= {"file": roster_files.held(cast.partnership).id, "change": "added", "door": asked.asking.door, "stratum": 0}
    key = Authenticator.objects.create(user=factories.user("Keeper"), type="webauthn", data={"name": "My phone"})
    ways = {"pk": key.pk, "uidb36": "x", "key": "y", "provider_id": "vale", "organization_slug": "vale"}
    return mine | ways | {"slug": cast.partnership.slug, "job": job.id, "round": round.id, "format": "json"}
