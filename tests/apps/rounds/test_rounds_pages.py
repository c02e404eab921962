"""The pages that take files in, and the list of rounds: what each says, each error, nothing lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import factories, rounds
from tests.round_pages import HERE, NEW, page_of, sent, standing_files

from accord.rounds import actions
from accord.rounds.models import Round
from accord.rounds.states import State

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]


@pytest.mark.parametrize(
    ("page", "said"), [("/rounds/", "Nothing was asked yet."), ("/picture", "There is no picture yet.")]
)
def test_an_empty_page_says_what_to_do_next(cast: factories.Cast, sign_in: Browser, page: str, said: str) -> None:
    mine = sign_in(cast.coordinator).get(HERE + page)
    assert said in mine.text
    assert f'href="{NEW}"' in mine.text
    others = sign_in(cast.member).get(HERE + page)
    assert "A coordinator or an analyst of this partnership can add a round." in others.text
    assert NEW not in others.text


def test_the_partnership_asks_for_its_first_round(cast: factories.Cast, sign_in: Browser) -> None:
    offered = ("Ask the first round", "Or add a round from a file")
    assert all(words in sign_in(cast.coordinator).get(f"{HERE}/").text for words in offered)
    assert not any(words in sign_in(cast.member).get(f"{HERE}/").text for words in offered)


def test_files_in_order_lead_to_what_will_be_used(cast: factories.Cast, sign_in: Browser) -> None:
    page = sent(
        sign_in(cast.coordinator),
        answers=rounds.file(rounds.answers()),
        frame=rounds.file(rounds.FRAME, "frame.csv"),
        questionnaire=rounds.file(rounds.TOML.encode(), "questionnaire.toml"),
    )
    assert "The answers of 74 people can be used." in page.text
    assert "159 staff in post" in page.text
    assert "answers.csv, frame.csv" in page.text
    assert "1 organisation will be withheld" in page.text
    assert "Cedar Hospice" in page.text
    assert "Numbers about fewer than 10 people are never shown." in page.text
    assert "Senior leaders · agreeing means less" in page.text
    assert Round.objects.get().state == State.CHECKED


def test_nothing_typed_is_lost_where_a_file_is_missing(cast: factories.Cast, sign_in: Browser) -> None:
    page = sent(sign_in(cast.coordinator), period="")
    assert page.status_code == 400
    assert "<title>Error: Add a round from a file" in page.text
    for said in ("Enter when it was asked.", "Choose the file with the answers.", "Choose the files again"):
        assert said in page.text
    assert 'value="Trust at work"' in page.text
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Enter the name of the survey."),
        ({"title": "T" * 121}, "at most 120 characters"),
        ({"period": "P" * 61}, "at most 60 characters"),
        ({"title": "T\x00"}, "Null characters are not allowed."),
        ({"minimum_group": ""}, "Enter the smallest group that may be shown."),
        ({"minimum_group": "ten"}, "Enter a whole number, 5 or more."),
        ({"minimum_group": "4"}, "The smallest group must be 5 people or more."),
        ({"minimum_group": "7"}, "Your partnership never shows groups of fewer than 10."),
        ({"minimum_group": "1001"}, "1,000 people or fewer"),
        ({"answers": rounds.file(b"", "empty.csv")}, "This file is empty."),
        ({"frame": rounds.file(b"", "empty.csv")}, "This file is empty."),
        ({"questionnaire": rounds.file(b"id = = 1", "q.toml")}, "This is not TOML: "),
        ({"questionnaire": rounds.file(b"id = 'x'\ntitle = 'T'", "q.toml")}, "«scales» is missing."),
        (
            {"questionnaire": rounds.file(b"# " + b"x" * 1_000_001, "q.toml")},
            "This file is too large to be a questionnaire.",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_stores_nothing(
    cast: factories.Cast, sign_in: Browser, fields: dict[str, object], said: str
) -> None:
    before = standing_files()
    page = sent(sign_in(cast.coordinator), **({"answers": rounds.file(rounds.answers())} | fields))
    assert page.status_code == 400
    assert said in page.text
    assert not Round.objects.exists()
    assert standing_files() == before


def test_a_table_of_questions_is_a_questionnaire_too(cast: factories.Cast, sign_in: Browser) -> None:
    table = b"id,measure,text,dont_know,polarity\nq1,Leaders,Good?,Don't know,1\nq2,Leaders,Bad?,Don't know,-1\n"
    answers = rounds.answers().replace(b"Employer", b"organisation")
    client = sign_in(cast.coordinator)
    page = sent(client, answers=rounds.file(answers), questionnaire=rounds.file(table, "questions.csv"))
    assert "The answers of 74 people can be used." in page.text
    wrong = rounds.file(table.replace(b"Leaders,Bad", b",Bad"), "questions.csv")
    refused = sent(client, answers=rounds.file(answers), questionnaire=wrong)
    assert refused.status_code == 400
    assert "This cell is empty. Every question needs one." in refused.text


def test_every_mistake_in_a_questionnaire_is_said(cast: factories.Cast, sign_in: Browser) -> None:
    toml = rounds.TOML.replace("lowest = 1", 'lowest = "one"').replace("polarity = -1", "polarity = 3")
    page = sent(
        sign_in(cast.coordinator),
        answers=rounds.file(rounds.answers()),
        questionnaire=rounds.file(toml.encode(), "q.toml"),
    )
    assert page.status_code == 400
    assert page.text.count('href="#id_questionnaire"') >= 2


def test_what_is_no_table_is_refused_and_deleted(cast: factories.Cast, sign_in: Browser) -> None:
    before = standing_files()
    page = sent(sign_in(cast.coordinator), answers=rounds.file(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "logo.png"))
    assert page.status_code == 400
    assert "This file cannot be used. It was deleted." in page.text
    assert "logo.png" in page.text
    assert 'value="Trust at work"' in page.text
    assert not Round.objects.exists()
    assert standing_files() == before


def test_what_is_wrong_is_said_by_file_row_and_column(cast: factories.Cast, sign_in: Browser) -> None:
    content = rounds.answers().replace(b"Alder Hospital,", b"Alder Hospital,Prehaps", 1)
    page = sent(
        sign_in(cast.coordinator),
        answers=rounds.file(content),
        questionnaire=rounds.file(rounds.TOML.encode(), "q.toml"),
    )
    assert "The files cannot be used as they are." in page.text
    assert "<title>Error: " in page.text
    assert "<b>answers.csv, row 2, column q1</b>" in page.text
    assert "stands where a number from 1 to 5" in page.text
    asked = sign_in(cast.coordinator).get(f"{HERE}/").text
    assert "Something in its files is wrong." in asked
    assert "Something in its files is wrong." in sign_in(cast.coordinator).get(f"{HERE}/rounds/").text


def test_more_mistakes_than_a_page_holds_are_counted(cast: factories.Cast, sign_in: Browser) -> None:
    content = b"Employer,q1,q2\n" + b"Alder,x,y\n" * 40
    round = rounds.held(cast.partnership, content=content, frame=None)
    actions.check(rounds.by(cast.partnership), round)
    page = sign_in(cast.coordinator).get(page_of(round, "check")).text
    shown, more = page.count("<b>answers.csv, row"), rounds.fresh(round).problems["more"]
    assert shown + more == 80
    assert f"… and {more} more." in page


def test_markup_in_files_and_names_is_shown_as_text(cast: factories.Cast, sign_in: Browser) -> None:
    content = b"Employer,q1,q2\n<script>alert(1)</script>,<i>x</i>,2\n"
    page = sent(
        sign_in(cast.coordinator),
        title="<b>Trust</b>",
        answers=rounds.file(content, "<img src=x>.csv"),
        questionnaire=rounds.file(rounds.TOML.encode(), "q.toml"),
    ).text
    for raw in ("<i>x</i>", "<b>Trust", "<img src=x>"):
        assert raw not in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page


def test_what_is_not_replaced_is_kept(cast: factories.Cast, sign_in: Browser) -> None:
    bad = rounds.answers().replace(b"Alder Hospital,", b"Alder Hospital,Prehaps", 1)
    round = rounds.held(cast.partnership, content=bad)
    actions.check(rounds.by(cast.partnership), round)
    client = sign_in(cast.coordinator)
    assert f'href="{page_of(round, "files")}"' in client.get(page_of(round, "check")).text
    form = client.get(page_of(round, "files")).text
    assert 'value="Trust at work"' in form
    assert "«frame.csv» is kept. A file chosen here replaces it." in form
    assert "What was said of the columns is kept." in form
    page = sent(client, to=page_of(round, "files"), answers=rounds.file(rounds.answers(), "mended.csv"))
    assert "The answers of 74 people can be used." in page.text
    assert "mended.csv, frame.csv" in page.text
    assert "159 staff in post" in page.text
    assert Round.objects.get().id != round.id


def test_files_that_cannot_be_read_leave_those_that_are_here(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.held(cast.partnership, toml="")
    picture = rounds.file(b"\x89PNG\r\n\x1a\n\xff\x00", "a.png")
    page = sent(sign_in(cast.coordinator), to=page_of(round, "files"), answers=picture)
    assert "This file cannot be used. It was deleted." in page.text
    assert Round.objects.get().id == round.id


def test_what_was_uploaded_is_thrown_away(
    cast: factories.Cast, sign_in: Browser, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager]
) -> None:
    before = standing_files()
    round = rounds.checked(cast.partnership)
    client = sign_in(cast.coordinator)
    assert client.get(page_of(round, "discard")).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(page_of(round, "discard"), follow=True)
    assert "The files are deleted." in page.text
    assert "Nothing was asked yet." in page.text
    assert not Round.objects.exists()
    assert standing_files() == before


def test_what_is_released_or_being_computed_stays(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.confirmed(cast.partnership)
    client = sign_in(cast.coordinator)
    page = client.post(page_of(round, "discard"), follow=True)
    assert "It stays." in page.text
    rounds.do(round.job)
    page = client.post(page_of(round, "discard"), follow=True)
    assert "It stays." in page.text
    assert rounds.fresh(round).state == State.RELEASED


def test_the_rounds_are_paged(cast: factories.Cast, sign_in: Browser, django_assert_max_num_queries: object) -> None:
    for n in range(23):
        round = rounds.held(cast.partnership, content=b"a,b\n1,2\n", frame=None, period=f"Week {n:02}")
        Round.objects.filter(id=round.id).update(created_at=factories.NOW + timedelta(days=n))
    client = sign_in(cast.coordinator)
    with django_assert_max_num_queries(8):
        first = client.get(f"{HERE}/rounds/").text
    assert "Week 22" in first
    assert "Week 02" not in first
    assert "Page 1 of 2" in first
    second = client.get(f"{HERE}/rounds/?page=2").text
    assert "Week 02" in second
    assert client.get(f"{HERE}/rounds/?page=none").status_code == 200
    assert client.get(f"{HERE}/").text.count("Week ") == 5


def test_long_names_are_shown_whole(cast: factories.Cast, sign_in: Browser) -> None:
    name, title = "Organisation " + "x" * 150, "T" * 120
    content = rounds.answers(sizes={name: 30, "Birch": 30})
    page = sent(
        sign_in(cast.coordinator), title=title, period="P" * 60, answers=rounds.file(content, "f" * 200 + ".csv")
    )
    assert title in page.text
    assert "P" * 60 in page.text


def test_a_question_that_runs_against_the_others_is_told(cast: factories.Cast, sign_in: Browser) -> None:
    three = rounds.TOML + '\n[[items]]\nid = "q3"\nmeasure = "senior"\n'
    content = rounds.answers().decode().splitlines()
    rows = [f"{content[0]},q3", *(f"{line},{line.split(',')[1]}" for line in content[1:])]
    round = rounds.checked(cast.partnership, content="\n".join(rows).encode(), toml=three)
    client = sign_in(cast.coordinator)
    page = f"/p/{cast.partnership.slug}/rounds/{round.id}/check"
    assert "runs against the others" not in client.get(page).text
    turned = rounds.checked(cast.partnership, content="\n".join(rows).encode(), toml=three.replace("polarity = -1", ""))
    told = client.get(page.replace(str(round.id), str(turned.id))).text
    assert (
        "One question runs against the others of its topic: who stands high on them tends to stand low on it." in told
    )


def test_how_long_files_are_kept_is_said(cast: factories.Cast, sign_in: Browser) -> None:
    rounds.checked(cast.partnership, now=timezone.now())
    assert "Its files are kept until " in sign_in(cast.coordinator).get(f"{HERE}/rounds/").text


def test_a_fictional_partnership_says_so_beside_its_picture(sign_in: Browser) -> None:
    founder = factories.user()
    here = factories.partnership(founder, "Made Up", fictional=True)
    round = rounds.released(here)
    page = sign_in(founder).get(f"/p/made-up/rounds/{round.id}/").text
    assert page.count("Fictional data.") == 1
    assert "Fictional data." in sign_in(founder).get(f"/p/made-up/rounds/{round.id}/picture.html").text
