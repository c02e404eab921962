"""Who may know of a round: nobody elsewhere, members of what is released, and only those who add rounds of the rest."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from tests import factories, rounds

from accord.audit.models import Event
from accord.people.models import Partnership, Seat
from accord.people.states import Role
from accord.rounds import panels, queries, urls
from accord.rounds.models import Round
from accord.rounds.policies import ADDERS, READERS, check_round, may_add
from accord.rounds.states import Format

pytestmark = pytest.mark.django_db

OF_A_ROUND = [route.name for route in urls.urlpatterns if "<uuid:round>" in str(route.pattern)]
MAKERS = {"held": rounds.held, "checked": rounds.checked, "confirmed": rounds.confirmed, "released": rounds.released}
OTHERS = sorted(set(Role) - set(READERS))


@pytest.fixture(params=MAKERS)
def round(request: pytest.FixtureRequest, here: Partnership) -> Round:
    return MAKERS[request.param](here)


def addresses(slug: str, round: Round) -> list[str]:
    """Every address that names the round."""
    of = {"slug": slug, "round": round.id}
    more = {"export": [{"format": format.value} for format in Format], "stratum-cards": [{"stratum": 0}]}
    return [reverse(f"rounds:{name}", kwargs=of | other) for name in OF_A_ROUND for other in more.get(name, [{}])]


def browser(person: object) -> Client:
    opened = Client()
    opened.force_login(person)
    return opened


def holder(here: Partnership, role: Role) -> Seat:
    return factories.seat(here, factories.user(), role)


def state() -> tuple[list[object], int]:
    return list(Round.objects.order_by("id").values()), Event.objects.count()


def test_a_round_of_another_partnership_is_not_there(
    cast: factories.Cast, elsewhere: Partnership, round: Round
) -> None:
    before, stranger = state(), browser(cast.stranger)
    for slug in (elsewhere.slug, cast.partnership.slug):
        for address in addresses(slug, round):
            for ask in (stranger.get, stranger.post):
                assert ask(address).status_code in (404, 405), address
    assert state() == before


def test_who_has_not_signed_in_is_asked_to(client: Client, here: Partnership, round: Round) -> None:
    before = state()
    for address in addresses(here.slug, round):
        for ask in (client.get, client.post):
            assert ask(address)["Location"].startswith("/sign-in"), address
    assert state() == before


def test_a_member_cannot_open_or_change_what_is_being_prepared(cast: factories.Cast, here: Partnership) -> None:
    held, member = rounds.held(here), browser(cast.member)
    before = state()
    for address in addresses(here.slug, held):
        for ask in (member.get, member.post):
            assert ask(address).status_code in (403, 404, 405), address
    assert state() == before


@pytest.mark.parametrize("role", READERS)
def test_readers_find_what_is_released(here: Partnership, role: Role) -> None:
    done, seat = rounds.released(here), rounds.seat(here) if role == Role.COORDINATOR else holder(here, role)
    reader = browser(seat.user)
    for address in (f"/p/{here.slug}/picture", f"/p/{here.slug}/rounds/", f"/p/{here.slug}/rounds/{done.id}/"):
        assert reader.get(address).status_code == 200, address
    assert reader.get(f"/p/{here.slug}/rounds/{done.id}/picture.csv").status_code == 200
    assert check_round(seat, done.id) == done


@pytest.mark.parametrize("role", OTHERS)
def test_facilitators_and_secretaries_have_no_part_in_it(here: Partnership, role: Role) -> None:
    assert set(OTHERS) == {Role.FACILITATOR, Role.SECRETARY}
    done, seat = rounds.released(here), holder(here, role)
    person = browser(seat.user)
    for address in (f"/p/{here.slug}/picture", f"/p/{here.slug}/rounds/", *addresses(here.slug, done)):
        assert person.get(address).status_code in (403, 404, 405), address
    assert list(panels.asked(seat, factories.NOW)) == []
    assert panels.picture(seat, factories.NOW) is None


@pytest.mark.parametrize("role", Role)
def test_what_is_being_prepared_is_for_those_who_add_rounds(here: Partnership, role: Role) -> None:
    held, seat = rounds.held(here), rounds.seat(here) if role == Role.COORDINATOR else holder(here, role)
    assert may_add(seat) == (role in ADDERS)
    assert list(queries.visible(seat)) == ([held] if role in ADDERS else [])
    if role in ADDERS:
        assert check_round(seat, held.id) == held
    else:
        with pytest.raises(Http404):
            check_round(seat, held.id)


def test_the_list_holds_one_partnerships_rounds(here: Partnership, elsewhere: Partnership) -> None:
    mine, theirs = rounds.released(here), rounds.released(elsewhere)
    prepared = rounds.held(here)
    assert list(queries.visible(rounds.seat(here))) == [prepared, mine]
    assert list(queries.visible(rounds.seat(elsewhere))) == [theirs]
    assert (queries.latest(elsewhere.id), list(queries.unfinished(elsewhere.id))) == (theirs, [])


def test_a_round_that_never_was(here: Partnership) -> None:
    with pytest.raises(Http404):
        check_round(rounds.seat(here), uuid4())


def test_a_picture_cannot_be_taken_away_before_its_release(
    here: Partnership, sign_in: Callable[[object], Client]
) -> None:
    held = rounds.checked(here)
    coordinator = sign_in(rounds.seat(here).user)
    for format in Format:
        assert coordinator.get(f"/p/{here.slug}/rounds/{held.id}/picture.{format}").status_code == 404
    assert coordinator.get(f"/p/{here.slug}/rounds/{held.id}/picture.exe").status_code == 404
