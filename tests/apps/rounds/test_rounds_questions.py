"""The page of Accord's own questions: read, chosen, taken away, and the way back with the answers."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests import factories

from accord.people.states import Role
from accord.questionnaires.bank import CORE, MODULES, module
from accord.questionnaires.load import parse_questionnaire

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
HERE = "/p/north-vale-partnership"


def test_every_question_stands_there_word_for_word(cast: factories.Cast, sign_in: Browser) -> None:
    client = sign_in(cast.member)
    page = client.get(f"{HERE}/rounds/questions")
    for name in MODULES:
        for item in module(name).items:
            assert item.text["en"].replace("'", "&#39;").replace("{group}", "…") in page.text
    assert page.text.count(" checked>") == len(CORE)
    assert "(agreeing means less)" in page.text


def test_they_stand_there_in_welsh_too(cast: factories.Cast, sign_in: Browser) -> None:
    client = sign_in(cast.member)
    client.cookies["language"] = "cy"
    page = client.get(f"{HERE}/rounds/questions")
    assert module("team").items[0].text["cy"].replace("'", "&#39;") in page.text


def test_the_first_round_may_begin_with_what_to_ask(cast: factories.Cast, sign_in: Browser) -> None:
    assert f'href="{HERE}/rounds/questions"' in sign_in(cast.coordinator).get(f"{HERE}/rounds/").text


def test_a_choice_is_taken_away_as_a_questionnaire(cast: factories.Cast, sign_in: Browser) -> None:
    chosen = {"title": "Our survey", "module": ["team", "safety"]}
    done = sign_in(cast.coordinator).get(f"{HERE}/rounds/questions", chosen)
    assert done.headers["Content-Disposition"] == 'attachment; filename="questionnaire.toml"'
    found = parse_questionnaire(done.content)
    assert (found.id, found.title) == ("our-survey", {"en": "Our survey"})
    assert [measure.id for measure in found.measures] == ["team", "psychological_safety"]


def test_what_each_person_gets_is_seen_before_it_is_taken_away(cast: factories.Cast, sign_in: Browser) -> None:
    client = sign_in(cast.coordinator)
    chosen = {"title": "Ours", "module": ["senior_leaders", "safety"], "groups": ""}
    page = client.get(f"{HERE}/rounds/questions", {**chosen, "see": "1"})
    assert page.status_code == 200
    assert "Everyone" in page.text
    assert "15 questions, about 3 minutes: Senior leaders, Safety in the team" in page.text
    more = {
        **chosen,
        "module": [*chosen["module"], "between_groups", "outcomes"],
        "groups": "Nursing\r\nSocial care\r\n",
    }
    page = client.get(f"{HERE}/rounds/questions", {**more, "see": "1"})
    found = parse_questionnaire(client.get(f"{HERE}/rounds/questions", more).content)
    assert len(found.forms) > 1
    for form in found.forms:
        assert f"Form {form.id}" in page.text
    assert f"{len(found.forms[0].items)} questions, about 4 minutes: Senior leaders, Safety in the team" in page.text
    assert "Trust in Social care" in page.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": "", "module": ["team"]}, "Enter the name of the survey."),
        ({"title": "Ours"}, "Choose what to ask about."),
        ({"title": "Ours", "module": ["teem"]}, "Choose from the list."),
        ({"title": "Ours", "module": ["between_groups"]}, "Name two groups or more"),
        ({"title": "Ours", "module": ["team"], "groups": "A\nB"}, "no module asks about them"),
    ],
)
def test_what_is_missing_is_said(cast: factories.Cast, sign_in: Browser, sent: dict[str, object], said: str) -> None:
    page = sign_in(cast.coordinator).get(f"{HERE}/rounds/questions", sent)
    assert page.status_code == 400
    assert said in page.text
    assert "There is a problem" in page.text


def test_those_without_a_part_in_rounds_are_told_so(cast: factories.Cast, sign_in: Browser) -> None:
    secretary = factories.user("Sec")
    factories.seat(cast.partnership, secretary, Role.SECRETARY)
    assert sign_in(secretary).get(f"{HERE}/rounds/questions").status_code == 403
    assert sign_in(cast.stranger).get(f"{HERE}/rounds/questions").status_code == 404
