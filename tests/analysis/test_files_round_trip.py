"""Whatever the separator, the encoding and the names, the answers that went into a file come out of it."""

import csv
import io
import unicodedata

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.analysis.uploads import questionnaire

from accord.analysis.reading.answers import answers_from
from accord.analysis.reading.cells import BLANK
from accord.analysis.reading.files import Raw
from accord.analysis.tables import Answers
from accord.questionnaires.problems import InputError

CODES = {"": np.nan, "1": 1.0, "5": 5.0, "Agree": 4.0, "2.0": 2.0, "Don't know": np.nan}

ORGANISATIONS = st.text(
    st.one_of(st.sampled_from(',;\t"\n ='), st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])),
    min_size=1,
    max_size=9,
)


def clean(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\r", "\n")).strip()


def respondents(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    named = names.filter(lambda name: clean(name) not in BLANK)
    answer = st.sampled_from(sorted(CODES))
    return st.lists(st.tuples(named, answer, answer), min_size=1, max_size=8)


def saved(people: list[tuple[str, str, str]], separator: str, newline: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=newline)
    writer.writerows([("Employer", "q1", "q2"), *people])
    return out.getvalue()


def check(found: Answers, people: list[tuple[str, str, str]]) -> None:
    organisation = found.dimensions["organisation"]
    assert [organisation.labels[code] for code in organisation.codes] == [clean(name) for name, _, _ in people]
    assert list(organisation.labels) == sorted(set(organisation.labels))
    np.testing.assert_array_equal(found.codes, [[CODES[a], CODES[b]] for _, a, b in people])
    np.testing.assert_array_equal(found.dont_know, [[a == "Don't know", b == "Don't know"] for _, a, b in people])


@settings(deadline=None)
@given(
    people=respondents(ORGANISATIONS),
    separator=st.sampled_from([",", ";", "\t"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_separators_and_encodings(
    people: list[tuple[str, str, str]], separator: str, newline: str, encoding: str
) -> None:
    data = saved(people, separator, newline).encode(encoding)
    check(answers_from(Raw("answers.csv", data), questionnaire()), people)


@settings(deadline=None)
@given(people=respondents(st.text(st.sampled_from("Ysbyty éÉüÀ’“–€ŒŠ"), min_size=1, max_size=6)))
def test_windows_1252(people: list[tuple[str, str, str]]) -> None:
    data = saved(people, ",", "\r\n").encode("cp1252")
    try:
        data.decode()
    except UnicodeDecodeError:
        check(answers_from(Raw("answers.csv", data), questionnaire()), people)
    else:
        assume(data.isascii())  # bytes that are valid UTF-8 are read as UTF-8, by the rule
        check(answers_from(Raw("answers.csv", data), questionnaire()), people)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_whole_or_refused(data: bytes) -> None:
    found = outcome(b"Employer,q1,q2\n" + data)
    if isinstance(found, InputError):
        assert found.problems
    else:
        assert set(np.unique(found.codes[~np.isnan(found.codes)])) <= {1, 2, 3, 4, 5}
        assert (found.dimensions["organisation"].codes >= 0).all()


def outcome(data: bytes) -> Answers | InputError:
    try:
        return answers_from(Raw("answers.csv", data), questionnaire())
    except InputError as error:
        return error
