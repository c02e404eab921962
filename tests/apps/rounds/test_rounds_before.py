"""Comparing a round with an earlier one: only what was released, here, and asked the same."""

import pytest
from tests import rounds
from tests.factories import NOW

from accord.people.models import Partnership
from accord.questionnaires.load import parse_questionnaire
from accord.rounds import analysis, queries
from accord.rounds.models import Round
from accord.rounds.states import State

pytestmark = pytest.mark.django_db

REWORDED = rounds.TOML.replace('id = "q1"', 'id = "q1"\nversion = 2').replace('id = "q2"', 'id = "q2"\nversion = 2')

ROLES = 'organisation = "Employer"\nitem = "Question"\nmean = "Mean"\nbase = "Base"'
FIGURES = rounds.TOML.replace('organisation = "Employer"', ROLES).rpartition("[[items]]")[0]


def changes(round: Round) -> list[bool]:
    picture = analysis.picture_from_json(queries.picture(round))
    return [bool(measure.changes) for measure in picture.measures]


def test_the_picture_tells_the_change(here: Partnership) -> None:
    earlier = rounds.released(here, period="Spring 2026")
    assert changes(earlier) == [False]
    later = rounds.released(here, before=earlier, content=rounds.answers(seed=2, lift=0.8))
    assert changes(later) == [True]
    assert later.before == earlier


def test_published_figures_are_compared_with_nothing(here: Partnership) -> None:
    earlier = rounds.released(here)
    figures = b"Employer,Question,Mean,Base\nAlder,q1,3.2,40\nBirch,q1,3.6,50\n"
    later = rounds.released(here, before=earlier, content=figures, frame=None, toml=FIGURES)
    assert (later.state, changes(later)) == (State.RELEASED, [False])
    assert [round for round, _ in queries.standings(here.id)] == [earlier]


def test_a_round_can_be_compared_that_asked_the_same(here: Partnership) -> None:
    stood = rounds.released(here).result.standing
    assert analysis.asks_the_same(parse_questionnaire(rounds.TOML.encode()), stood)
    assert not analysis.asks_the_same(parse_questionnaire(REWORDED.encode()), stood)


def test_earlier_rounds_are_those_of_the_partnership_the_latest_first(
    here: Partnership, elsewhere: Partnership
) -> None:
    rounds.released(elsewhere)
    first, second = (rounds.released(here, period=period) for period in ("Spring", "Autumn"))
    Round.objects.filter(id=first.id).update(released_at=NOW.replace(year=2025))
    assert [round for round, _ in queries.standings(here.id)] == [second, first]
    assert queries.latest(here.id) == second


def test_only_a_released_round_of_the_same_partnership_is_compared_with(
    here: Partnership, elsewhere: Partnership
) -> None:
    for other in (rounds.released_with(elsewhere), rounds.checked(here, period="Spring 2027")):
        with pytest.raises(ValueError, match="a released round of the same partnership"):
            rounds.confirmed(here, before=other)
