"""Files as people have them: each is used, or refused with the file, the row, the column and what belongs there."""

from io import BytesIO

import polars as pl
import pytest
import xlsxwriter
from tests import rounds
from tests.rounds import by, fresh, seat

from accord.audit.queries import verify
from accord.people.models import Partnership
from accord.rounds import actions, analysis, queries
from accord.rounds.models import Result, Round
from accord.rounds.states import State
from accord.web.wording import place, sentence

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ANSWERS = rounds.answers()
PLAIN = ANSWERS.decode()
ROWS = [line.split(",") for line in PLAIN.splitlines()]


def parquet(rows: list[list[str]]) -> bytes:
    out = BytesIO()
    pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(out)
    return out.getvalue()


def test_the_same_answers_in_any_writing_are_the_same(here: Partnership) -> None:
    writings = {
        "as they are": ANSWERS,
        "a byte order mark": b"\xef\xbb\xbf" + ANSWERS,
        "UTF-16": PLAIN.encode("utf-16"),
        "Windows-1252": PLAIN.encode("cp1252"),
        "semicolons": ANSWERS.replace(b",", b";"),
        "tabs": ANSWERS.replace(b",", b"\t"),
        "line ends of Windows": ANSWERS.replace(b"\n", b"\r\n"),
        "blank rows": ANSWERS.replace(b"\n", b"\n,,\n"),
        "Excel": rounds.workbook(ROWS),
        "Parquet": parquet(ROWS),
    }
    counts = {name: rounds.checked(here, content=content).checked for name, content in writings.items()}
    assert counts["as they are"]["rows"] == 74
    assert {name for name, count in counts.items() if count != counts["as they are"]} == set()


FAULTS = {
    "nothing": (b"", "answers.csv, row 1", "The first row is empty."),
    "spaces": (b"  \n \n", "answers.csv, row 1", "The first row is empty."),
    "a header alone": (b"Employer,q1,q2\n", "answers.csv", "There are no rows below the header."),
    "no text": (bytes(range(256)) * 4, "answers.csv", "This is not text in UTF-8, UTF-16 or Windows-1252."),
    "a NUL": (ANSWERS + b"Alder\0,1,2\n", "answers.csv", "This is not text"),
    "no workbook": (b"PK\x03\x04 and nothing", "answers.csv", "This Excel workbook cannot be opened"),
    "no Parquet": (b"PAR1 and nothing", "answers.csv", "This Parquet file cannot be opened"),
    "two headers of one name": (
        b"Employer,q1,q1\nAlder,1,2\n",
        "answers.csv, row 1, column q1",
        "2 columns have this name",
    ),
    "a column missing": (b"Employer,q1\nAlder,1\n", "answers.csv", "The column «q2» is missing."),
    "a column misspelt": (b"Employer,q1,Q-2\nAlder,1,2\n", "answers.csv", "Is it the one named «Q-2»?"),
    "a code off the scale": (
        b"Employer,q1,q2\nAlder,1,6\n",
        "answers.csv, row 2, column q2",
        "6 is not on the scale from 1 to 5.",
    ),
    "half a point": (b"Employer,q1,q2\nAlder,1,2.5\n", "answers.csv, row 2, column q2", "2.5 is not on the scale"),
    "words for a number": (
        b"Employer,q1,q2\n,,\nAlder,often,2\n",
        "answers.csv, row 3, column q1",
        "«often» stands where a number",
    ),
    "a formula": (b"Employer,q1,q2\nAlder,=1+1,2\n", "answers.csv, row 2, column q1", "«=1+1» stands where a number"),
    "nowhere to work": (
        b"Employer,q1,q2\n,1,2\n",
        "answers.csv, row 2, column Employer",
        "Every row needs an organisation.",
    ),
    "a cell too many": (b"Employer,q1,q2\nAlder,1,2,3\n", "answers.csv, row 2", "more cells than the header"),
    "an open quotation": (b'Employer,q1,q2\n"Alder,1,2\nBirch,1,2\n', "answers.csv, row 2", "A quotation mark opens"),
    "half a pair": (
        b"Employer,q1,q2\nAlder,\xed\xa0\x80,2\n",
        "answers.csv, row 2, column q1",
        "stands where a number",
    ),
}


@pytest.mark.parametrize(("content", "where", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_said_with_its_place_and_nothing_is_used(
    here: Partnership, content: bytes, where: str, said: str
) -> None:
    refused(here, rounds.held(here, content=content, frame=None), where, said)


def refused(here: Partnership, round: Round, where: str, said: str) -> None:
    actions.do_step(by(here), round, "check")
    found, more = queries.problems(fresh(round))
    assert [(place(problem), said in sentence(problem)) for problem in found] == [(where, True)], found
    assert (fresh(round).state, fresh(round).checked, more) == (State.DRAFT, None, 0)
    with pytest.raises(ValueError, match="cannot become computing"):
        actions.confirm(by(here), fresh(round), before=None, asker=seat(here).user_id)
    assert not Result.objects.exists()
    assert list(verify()) == []


@pytest.mark.parametrize("name", ["nothing", "a NUL", "two headers of one name", "a header alone", "no workbook"])
def test_what_is_no_table_is_said_before_any_column_is_mapped(here: Partnership, name: str) -> None:
    content, where, said = FAULTS[name]
    round = rounds.held(here, content=content, toml="")
    actions.do_step(by(here), round, "look")
    found, _ = queries.problems(fresh(round))
    assert [(place(problem), said in sentence(problem)) for problem in found] == [(where, True)]
    assert (fresh(round).columns, fresh(round).questionnaire) == (None, "")


HEAD_COUNTS = {
    "fewer staff than answers": (
        rounds.FRAME.replace(b"90", b"39"),
        "frame.csv",
        "«Birch Council» has 39 staff here and 40",
    ),
    "an organisation missing": (rounds.FRAME.partition(b"Cedar")[0], "frame.csv", "«Cedar Hospice» has answers"),
    "one twice": (
        rounds.FRAME + b"Alder Hospital,1\n",
        "frame.csv, row 5, column organisation",
        "counted in an earlier row",
    ),
    "no number": (
        rounds.FRAME.replace(b"90", b"many"),
        "frame.csv, row 3, column staff",
        "«many» stands where a number of people",
    ),
    "no staff": (b"organisation,people\nAlder,3\n", "frame.csv", "The column «staff» is missing."),
    "nothing": (b"", "frame.csv, row 1", "The first row is empty."),
}


@pytest.mark.parametrize(("content", "where", "said"), HEAD_COUNTS.values(), ids=HEAD_COUNTS)
def test_head_counts_that_cannot_be(here: Partnership, content: bytes, where: str, said: str) -> None:
    refused(here, rounds.held(here, frame=content), where, said)


def test_many_faults_are_counted(here: Partnership) -> None:
    round = rounds.checked(here, content=b"Employer,q1,q2\n" + b"Alder,9,often\n" * 3000, frame=None)
    found, more = queries.problems(round)
    assert (len(found), more) == (20, 5980)


def test_a_formula_in_a_workbook_counts_as_its_result(here: Partnership) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(ROWS):
            sheet.write_row(i, 0, row)
        sheet.write_formula(1, 1, "=1+1", value=2)
    round = rounds.checked(here, content=out.getvalue())
    assert round.checked == rounds.checked(here, content=ANSWERS).checked


def test_a_nul_in_a_parquet_file_is_kept_as_a_mark(here: Partnership) -> None:
    """PostgreSQL keeps no NUL."""
    rows = [["Employer", "q1", "q2"], *(["Alder\0Hospital", str(1 + i % 5), "2"] for i in range(9))]
    round = rounds.checked(here, content=parquet(rows), frame=None)
    assert round.checked["withheld"] == ["Alder�Hospital"]
    actions.look(by(here), round)
    assert fresh(round).columns[0]["values"] == ["Alder�Hospital"]
    rows[1][1] = "o\0ften"
    found, _ = queries.problems(rounds.checked(here, content=parquet(rows), frame=None))
    assert [str(problem) for problem in found] == [
        "answers.csv, row 2, column q1: «o�ften» stands where a number from 1 to 5 belongs."
    ]


def test_a_long_and_strange_cell_is_cut(here: Partnership) -> None:
    cell = "{found} %s «\u202e\U0001f600" + "x" * 5000
    round = rounds.checked(here, content=f"Employer,q1,q2\nAlder,{cell},2\n".encode(), frame=None)
    found, _ = queries.problems(round)
    assert sentence(found[0]).startswith("«{found} %s «\u202e\U0001f600xxx")
    assert len(sentence(found[0])) < 250


def test_without_head_counts_the_silent_are_not_spoken_of(here: Partnership) -> None:
    round = rounds.released(here, frame=None)
    assert round.checked["staff"] is None
    assert "no_frame" in analysis.picture_from_json(queries.picture(round)).notes


SMALL = {
    "one organisation": ({"Alder": 30}, [], {"Alder": None}),
    "one of one person": ({"Alder": 30, "Birch": 1}, ["Birch"], {"Alder": None, "Birch": "too_few"}),
    "one person in all": ({"Alder": 1}, ["Alder"], {"Alder": "too_few"}),
}


@pytest.mark.parametrize(("sizes", "withheld", "reasons"), SMALL.values(), ids=SMALL)
def test_few_people_are_accepted_and_not_shown(
    here: Partnership, sizes: dict[str, int], withheld: list[str], reasons: dict[str, str | None]
) -> None:
    round = rounds.released(here, content=rounds.answers(sizes=sizes), frame=None)
    assert round.checked["withheld"] == withheld
    assert {name: reason for name, reason in shown(round).items() if name in withheld or reason is None} == reasons


def shown(round: Round) -> dict[str, str | None]:
    """Why each organisation is withheld, None where it is shown."""
    measure = analysis.picture_from_json(queries.picture(round)).measures[0]
    rows = measure.breakdowns[0].rows
    return {row.name: getattr(row.figure, "reason", None) for row in rows}


def test_answers_that_are_all_alike_are_not_shown(here: Partnership) -> None:
    content = b"Employer,q1,q2\n" + b"Alder,5,1\n" * 30 + b"Birch,5,1\n" * 30
    round = rounds.released(here, content=content, frame=None)
    assert set(shown(round).values()) == {"too_few"}
