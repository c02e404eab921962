"""Answers are read from whatever people save them as, and what is wrong is named by row and column."""

import io
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xlsxwriter
from tests.analysis.uploads import FIXTURES, GOOD, SHARED, needs_shared_data, questionnaire, sentences, toml

from accord.analysis.reading.answers import answers_from, read_answers
from accord.analysis.reading.files import Raw
from accord.analysis.tables import Answers
from accord.questionnaires.load import load_questionnaire, parse_questionnaire
from accord.questionnaires.problems import InputError

LONG = 'person = "Who"\nitem = "Item"\nanswer = "Answer"'


def read(text: str | bytes, columns: str = "", **how: str) -> Answers:
    data = text.encode() if isinstance(text, str) else text
    return answers_from(Raw("answers.csv", data), questionnaire(columns, **how))


def refused(text: str | bytes, columns: str = "", **how: str) -> list[str]:
    with pytest.raises(InputError) as error:
        read(text, columns, **how)
    return sentences(error)


def workbook(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return out.getvalue()


def parquet(**columns: list[object]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(columns).write_parquet(out)
    return out.getvalue()


def is_good(found: Answers) -> bool:
    """The four people of `GOOD`?"""
    organisation = found.dimensions["organisation"]
    return (
        found.codes.tolist() == [[1, 5], [2, 4], [3, 3], [4, 2]]
        and not found.dont_know.any()
        and [organisation.labels[code] for code in organisation.codes] == ["A", "A", "B", "B"]
        and found.people is None
        and found.period == ""
    )


FILES = {
    "commas": GOOD.encode(),
    "semicolons": GOOD.replace(",", ";").encode(),
    "tabs": GOOD.replace(",", "\t").encode(),
    "a byte order mark": GOOD.encode("utf-8-sig"),
    "UTF-16": GOOD.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + GOOD.encode("utf-16-be"),
    "lines of Windows": GOOD.replace("\n", "\r\n").encode(),
    "lines of an old Macintosh": GOOD.replace("\n", "\r").encode(),
    "quotation marks": GOOD.replace("A", '"A"').encode(),
    "no line feed at the end": GOOD.rstrip().encode(),
    "cells beyond the header that are empty": GOOD.replace("1,5\n", "1,5,,\n").encode(),
    "numbers as decimals": GOOD.replace("1,5", "1.0,5.00").encode(),
    "decimal commas": GOOD.replace(",", ";").replace("1;5", '1,0;"5,0"').encode(),
    "spaces around cells and names": GOOD.replace(",", " , ").encode(),
    "labels": GOOD.replace("1,5", "strongly  disagree,Strongly Agree").encode(),
    "other columns, in another order": b"x,q2,Age,Employer,q1\n,5,30,A,1\n,4,,A,2\n,3,1,B,3\n,2,,B,4\n",
    "empty rows between and after": GOOD.replace("A,2", "\n\nA,2").encode() + b",,\n\n",
    "Excel": workbook(("Employer", "q1", "q2"), ("A", 1, "5"), ("A", 2.0, 4), ("B", "Neither", 3), ("B", 4, 2)),
    "Parquet": parquet(Employer=["A", "A", "B", "B"], q1=[1, 2, 3, 4], q2=[5.0, 4.0, 3.0, 2.0]),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_same_answers_from_every_kind_of_file(data: bytes) -> None:
    assert is_good(read(data))


def test_windows_1252_is_read_as_such_only_when_it_is_no_utf_8() -> None:
    text = GOOD.replace("A", "Café «Ysbyty»")
    for encoding in ("utf-8", "cp1252"):
        assert read(text.encode(encoding)).dimensions["organisation"].labels == ("B", "Café «Ysbyty»")


def test_blank_cells_and_those_who_could_not_say() -> None:
    found = read("Employer,q1,q2\nA,,Don’t know\nA,NA,9\nB,9.0, DON'T KNOW \n")
    assert np.isnan(found.codes).all()
    assert found.dont_know.tolist() == [[False, True], [False, True], [True, True]]


def test_a_word_of_the_scale_is_never_blank() -> None:
    asked = parse_questionnaire(toml().replace('"9"', '"NA"').encode())
    found = answers_from(Raw("answers.csv", b"Employer,q1,q2\nA,NA,\n"), asked)
    assert found.dont_know.tolist() == [[True, False]]


def test_sectors_groups_people_and_period() -> None:
    columns = 'sector = "Sector"\ngroup = "Role"\nperson = "Who"\nperiod = "Year"'
    found = read("Who,Employer,Sector,Role,Year,q1,q2\nb,B,,Nurse,2026,1,1\na,B,Care,,2026,2,2\n", columns)
    assert found.people == ("b", "a")
    assert found.period == "2026"
    assert found.dimensions["group"].labels == ("Nurse",)
    assert found.dimensions["group"].codes.tolist() == [0, -1]
    assert found.dimensions["sector"].codes.tolist() == [0, 0]  # an organisation has one sector


def test_a_long_file() -> None:
    text = "Who,Employer,Item,Answer\nb,B,q1,Agree\na,A,q2,2\nb,B,q2,9\nb,B,other,whatever\n"
    found = read(text, LONG)
    assert found.people == ("a", "b")
    np.testing.assert_array_equal(found.codes, [[np.nan, 2], [4, np.nan]])
    assert found.dont_know.tolist() == [[False, False], [False, True]]
    assert found.dimensions["organisation"].codes.tolist() == [0, 1]


def test_one_organisation_one_person_and_the_same_answer_everywhere_are_no_mistakes() -> None:
    assert read("Employer,q1,q2\nA,3,3\n").codes.tolist() == [[3, 3]]


def test_the_digest_is_that_of_the_bytes() -> None:
    assert read(GOOD).digest != read(GOOD + "\n").digest
    assert len(read(GOOD).digest) == 64


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    (tmp_path / "answers.csv").write_text(GOOD)
    read_answers(tmp_path / "answers.csv", questionnaire(), progress=lambda done, what: told.append((done, what)))
    assert told == [(0.0, "Reading answers.csv"), (1.0, "Read answers.csv")]


MANY = "Employer,q1,q2\n" + "A,7,x\n" * 200

BAD = {
    "only a header": ("Employer,q1,q2\n", "", ["answers.csv: There are no rows below the header."]),
    "an empty first row": ("\n" + GOOD, "", ["answers.csv, row 1: The first row is empty. The names of the columns "
                                            "belong there."]),
    "no text": (b"Employer,q1,q2\nA\x00,1,2\n", "", ["answers.csv: This is not text in UTF-8, UTF-16 or Windows-1252. "
                                                     "Save it as CSV in UTF-8."]),
    "neither UTF-8 nor Windows-1252": (GOOD.encode().replace(b"A", b"\x81"), "",
                                       ["answers.csv: This is not text in UTF-8, UTF-16 or Windows-1252. "
                                        "Save it as CSV in UTF-8."]),
    "half a UTF-16 file": (GOOD.encode("utf-16")[:-1], "", ["answers.csv: This is not text in UTF-8, UTF-16 or "
                                                           "Windows-1252. Save it as CSV in UTF-8."]),
    "a name twice in the header": ("Employer,q1,q1,q2\nA,1,2,3\n", "",
                                   ["answers.csv, row 1, column q1: 2 columns have this name: numbers 2, 3. "
                                    "Give each its own."]),
    "a column missing, another much like it": ("Employer,Q1,q2\nA,1,2\n", "",
                                               ["answers.csv: The column «q1» is missing. Is it the one named «Q1»?"]),
    "a column missing": ("Employer,x,q2\nA,1,2\n", "",
                         ["answers.csv: The column «q1» is missing. The file also has: x."]),
    "all columns missing": ("alpha,beta\nA,1\n", "", [
        "answers.csv: The column «Employer» is missing. The file has: alpha, beta.",
        "answers.csv: The column «q1» is missing. The file has: alpha, beta.",
        "answers.csv: The column «q2» is missing. The file has: alpha, beta."]),
    "codes outside the scale": (GOOD.replace("1,5", "0,6").replace("B,4", "B,2.5"), "", [
        "answers.csv, row 2, column q1: 0 is not on the scale from 1 to 5.",
        "answers.csv, row 5, column q1: 2.5 is not on the scale from 1 to 5.",
        "answers.csv, row 2, column q2: 6 is not on the scale from 1 to 5."]),
    "text where a number belongs": (GOOD.replace("B,3", "B,good"), "", [
        "answers.csv, row 4, column q1: «good» stands where a number from 1 to 5, or one of the scale's labels, "
        "belongs: Strongly disagree, Disagree, Neither, Agree, Strongly agree."]),
    "no organisation": (GOOD.replace("A,2", " ,2"), "", [
        "answers.csv, row 3, column Employer: Every row needs an organisation. This one has none."]),
    "a row too long": (GOOD.replace("A,2,4", "A,2,4,Leeds"), "", [
        "answers.csv, row 3: This row has more cells than the header. The first too many holds «Leeds»."]),
    "an open quotation mark": (GOOD.replace("A,2", '"A,2'), "", [
        "answers.csv, row 3: A quotation mark opens in this row and never closes."]),
    "an organisation in two sectors": ("Employer,S,q1,q2\nA,x,1,1\nB,y,1,1\nA,y,1,1\n", 'sector = "S"', [
        "answers.csv, row 4, column S: «A» is in the sector «y» here and in «x» in row 2."]),
    "a person twice": ("Employer,P,q1,q2\nA,x,1,1\nB,y,1,1\nA,x,1,1\n", 'person = "P"', [
        "answers.csv, row 4, column P: «x» stands in an earlier row too. Each person has one row."]),
    "a person without a pseudonym": ("Employer,P,q1,q2\nA,,1,1\n", 'person = "P"', [
        "answers.csv, row 2, column P: Every row needs a pseudonym. This one has none."]),
    "two periods": ("Employer,Y,q1,q2\nA,2025,1,1\nA,2026,1,1\n", 'period = "Y"', [
        "answers.csv, column Y: A file of answers holds one period. Keep each in a file of its own. "
        "Found: 2025, 2026."]),
    "an answer twice": ("Who,Employer,Item,Answer\na,A,q1,1\na,A,q2,1\na,A,q1,2\n", LONG, [
        "answers.csv, row 4, column Item: This person answers «q1» in an earlier row too."]),
    "a person in two places": ("Who,Employer,Item,Answer\na,A,q1,1\na,B,q2,1\n", LONG, [
        "answers.csv, row 3, column Employer: Found «B», where an earlier row of the same person has something else."]),
    "an item nobody answers": ("Who,Employer,Item,Answer\na,A,q1,1\na,A,q22,1\n", LONG, [
        "answers.csv, column Item: No row is about the item «q2». Is it the one named «q22»?"]),
    "a row without an item": ("Who,Employer,Item,Answer\na,A,q1,1\na,A,q2,1\na,A,,1\n", LONG, [
        "answers.csv, row 4, column Item: Every row needs an item. This one has none."]),
    "a long file with an answer off the scale": ("Who,Employer,Item,Answer\na,A,q1,1\na,A,q2,8\n", LONG, [
        "answers.csv, row 3, column Answer: 8 is not on the scale from 1 to 5."]),
    "a workbook that is none": (b"PK\x03\x04 and nothing more", "", [
        "answers.csv: This Excel workbook cannot be opened: File is not a zip file."]),
    "a Parquet file that is none": (b"PAR1 and nothing more", "", [
        "answers.csv: This Parquet file cannot be opened: "]),
    "lists in a column": (parquet(Employer=["A"], q1=[[1]], q2=[2]), "", [
        "answers.csv, column q1: This column holds lists. A number or a word belongs in each cell."]),
    "a workbook with an empty first row": (workbook((), ("Employer", "q1", "q2"), ("A", 1, 2)), "", [
        "answers.csv, row 1: The first row is empty. The names of the columns belong there."]),
    "a workbook's row, counted as Excel does": (workbook(("Employer", "q1", "q2"), (), ("A", 1, 7)), "", [
        "answers.csv, row 3, column q2: 7 is not on the scale from 1 to 5."]),
}  # fmt: skip


@pytest.mark.parametrize(("data", "columns", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_place(data: str | bytes, columns: str, expected: list[str]) -> None:
    found = refused(data, columns)
    assert len(found) == len(expected), found
    assert all(sentence.startswith(start) for sentence, start in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(("name", "said"), [
    ("answers.xlsx", "answers.xlsx: This is no Excel workbook that can be read. Save it as .xlsx, or as CSV."),
    ("answers.XLS", "answers.XLS: This is no Excel workbook that can be read. Save it as .xlsx, or as CSV."),
    ("answers.parquet", "answers.parquet: This is no Parquet file: it does not begin like one."),
])  # fmt: skip
def test_a_file_that_is_not_what_it_is_called(name: str, said: str) -> None:
    with pytest.raises(InputError) as refusal:
        answers_from(Raw(name, b"\x01\x02 rubbish"), parse_questionnaire(toml().encode()))
    assert str(refusal.value) == said


def test_a_scale_without_labels_asks_for_a_number() -> None:
    asked = parse_questionnaire(re.sub("labels = .*", "", toml()).encode())
    with pytest.raises(InputError, match=r"row 2, column q1: «Agree» stands where a number from 1 to 5 belongs\.$"):
        answers_from(Raw("answers.csv", b"Employer,q1,q2\nA,Agree,1\n"), asked)


def test_a_cell_as_long_as_a_book() -> None:
    assert is_good(read(GOOD.replace("q2\n", "q2,Notes\n").replace("1,5\n", f"1,5,{'x' * 200_000}\n")))
    assert refused("x" * 200_000 + "\n1\n")[0].startswith("answers.csv: The column «Employer» is missing.")


def test_a_parquet_file_damaged_in_its_middle() -> None:
    data = bytearray(parquet(Employer=["A"] * 9, q1=[1] * 9, q2=[2] * 9))
    data[4:40] = bytes(36)
    assert refused(bytes(data))[0].startswith("answers.csv: This file cannot be read as a table: ")


def test_an_empty_or_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    with pytest.raises(InputError, match=r"answers.csv: This file cannot be read: No such file or directory."):
        read_answers(path, questionnaire())
    for data in (b"", b" \n\n"):
        path.write_bytes(data)
        with pytest.raises(InputError, match=r"answers.csv: This file is empty."):
            read_answers(path, questionnaire())


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_001)  # a hole on the disk: reading it would take seconds and 2 GB
    with pytest.raises(InputError, match="This file has 2000000001 bytes; at most 2000000000 are read"):
        read_answers(path, questionnaire())


def test_a_small_file_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    big = workbook(("Employer", "q1", "q2"), *[("A", 1, 2)] * 2_000)
    flat = parquet(Employer=["A"] * 100_000, q1=[1] * 100_000, q2=[2] * 100_000)
    for data in (big, flat):
        limit = len(data) + 1
        with pytest.raises(InputError, match=f"This file unpacks to .* bytes; at most {limit} are read"):
            answers_from(Raw("answers.xlsx", data, limit), questionnaire())


def test_ten_rows_of_a_mistake_are_named_and_the_rest_counted() -> None:
    with pytest.raises(InputError) as error:
        read(MANY)
    assert len(error.value.problems) == 20
    assert error.value.more == 380
    assert {problem.column for problem in error.value.problems} == {"q1", "q2"}


def test_damaged_workbooks_and_parquet_files_are_refused_not_crashed_on() -> None:
    rng = np.random.default_rng(1)
    refusals = 0
    for data in (FILES["Excel"], FILES["Parquet"]):
        for _ in range(40):
            broken = bytearray(data)
            for at in rng.integers(4, len(data) - 4, 6):
                broken[at] ^= int(rng.integers(1, 256))
            try:
                read(bytes(broken[: rng.integers(len(data) // 2, len(data) + 1)]))
            except InputError:
                refusals += 1
    assert refusals > 40  # anything else that is raised fails the test; a few files survive


@needs_shared_data
def test_the_answers_of_2042_soldiers() -> None:
    found = read_answers(SHARED / "army_lq2002.csv", load_questionnaire(FIXTURES / "army.toml"))
    assert found.codes.shape == (2042, 11)
    assert len(found.dimensions["organisation"].labels) == 49
    # The mean of the data set's own column LEAD, which its authors made from these items: 3.00071…
    assert found.codes.mean() == pytest.approx(3.0007123, abs=1e-6)
