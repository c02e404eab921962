"""A questionnaire from an XLSForm, as ODK and KoboToolbox have it: its questions with one choice.

On the sheet `survey`, a question of type `select_one LIST` is an item; the group around it says what it is about. On
the sheet `choices`, the points of LIST are those whose names are whole numbers in a row; every other choice counts as
no answer. Where no name is a number, all choices are points, in the order they stand in, from lowest to highest.

Source: xlsform.org, «survey» and «choices».
"""

import re
from collections.abc import Iterator, Mapping

import fastexcel
import polars as pl

from accord.analysis.reading.files import Raw
from accord.analysis.reading.formats import refuse_unpacked
from accord.analysis.reading.items import assembled
from accord.questionnaires.model import Item, Questionnaire, Scale
from accord.questionnaires.problems import Problems

SHEETS = ("survey", "choices")
LABEL = re.compile(r"label(?:::\s*([^(]*?)\s*(?:\((\w+)\))?)?")
LANGUAGES = {"english": "en", "en": "en", "cymraeg": "cy", "welsh": "cy", "cy": "cy"}
ABOUT = "All questions"
"""What questions outside of any group are about."""

Row = Mapping[str, str]


def xlsform_from(raw: Raw) -> Questionnaire:
    """The questionnaire in an XLSForm. Raises `InputError` with everything that is wrong."""
    problems = Problems(raw.file)
    refuse_unpacked(raw.data, problems, raw.max_bytes)
    survey, choices = (_rows(raw, sheet) for sheet in SHEETS)
    lists: dict[str, list[Row]] = {}
    for _, row in choices:
        lists.setdefault(row.get("list_name", "") or row.get("list name", ""), []).append(row)
    scales = {name: scale for name, found in lists.items() if (scale := _scale(name, found))}
    questions = list(_questions(survey, scales, problems))
    if not questions:
        problems.report("No question with one choice (select_one) stands on the sheet «survey».")
    problems.refuse()
    return assembled(raw, questions)


def _rows(raw: Raw, sheet: str) -> list[tuple[int, Row]]:
    """The rows that hold anything, with their numbers in the file, by the lower-case names of the columns."""
    frame = pl.DataFrame(
        fastexcel.read_excel(raw.data).load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    )
    header, *rows = [[(cell or "").strip() for cell in row] for row in frame.rows()] or [[]]
    named = [name.casefold() for name in header]
    return [(number, dict(zip(named, row, strict=True))) for number, row in enumerate(rows, start=2) if any(row)]


def _questions(survey: list[tuple[int, Row]], scales: Mapping[str, Scale], problems: Problems) -> Iterator[Item]:
    about = [ABOUT]
    for number, row in survey:
        kind, _, listed = row.get("type", "").partition(" ")
        if kind in {"begin_group", "begin"}:
            about.append(_text(row).get("en") or row.get("name", "") or ABOUT)
        elif kind in {"end_group", "end"}:
            about = about[:-1] or [ABOUT]
        elif kind == "select_one":
            scale = scales.get(listed.split(" ")[0])
            if scale is None:
                problems.report("The list «{found}» has no points on the sheet «choices».",
                                row=number, column="type", found=listed)  # fmt: skip
                continue
            name = row.get("name", "")
            yield Item(name, about[-1], name, _text(row) or {"en": name}, scale)


def _text(row: Row) -> dict[str, str]:
    """The words of a row by language: `label`, `label::English (en)`, `label::Cymraeg`; another one stands for English.

    >>> _text({"label::english (en)": "Yes", "label::cymraeg (cy)": "Ydw", "hint": "x"})
    {'en': 'Yes', 'cy': 'Ydw'}
    >>> _text({"label::deutsch": "Ja"})
    {'en': 'Ja'}
    """
    found: dict[str, str] = {}
    for column, words in row.items():
        match = LABEL.fullmatch(column)
        if match and words:
            found.setdefault(LANGUAGES.get(match[2] or match[1] or "en", "en"), words)
    return {language: found[language] for language in ("en", "cy") if language in found}


def _scale(name: str, choices: list[Row]) -> Scale | None:
    """The points of a list of choices, None with fewer than two."""
    words = {row.get("name", ""): _text(row).get("en", row.get("name", "")) for row in choices}
    numbers = sorted(int(choice) for choice in words if re.fullmatch(r"-?\d{1,3}", choice))
    if not numbers:
        return Scale(name, 1, len(words), tuple(words)) if len(words) > 1 else None
    points = _longest_run(numbers)
    if len(points) < 2:
        return None
    labels = tuple(words[str(point)] for point in points)
    others = [choice for choice in words if choice not in set(map(str, points))]
    unsure = dict.fromkeys(word for choice in others for word in (choice, words[choice]) if word)
    distinct = len({label.casefold() for label in (*labels, *unsure)}) == len(labels) + len(unsure)
    return Scale(name, points[0], points[-1], labels if distinct else (), tuple(unsure))


def _longest_run(numbers: list[int]) -> list[int]:
    """The longest run of whole numbers, each one more than the last; the first of several.

    >>> _longest_run([-9, 1, 2, 3, 4, 5, 98, 99])
    [1, 2, 3, 4, 5]
    """
    runs = [[numbers[0]]]
    for number in numbers[1:]:
        if number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return max(runs, key=len)
