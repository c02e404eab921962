"""Read a folder that holds all of a picture's inputs."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from accord.analysis.reading.answers import Progress, answers_from
from accord.analysis.reading.files import MAX_BYTES, Raw, fetch
from accord.analysis.reading.frames import check_frame, frame_from
from accord.analysis.reading.summaries import summaries_from
from accord.analysis.tables import Answers, Frame, Summaries
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import InputError, Problems, joined

T = TypeVar("T")

ENDINGS = ("csv", "tsv", "txt", "xlsx", "parquet")


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What a folder holds: `data` is answers or summaries; `frame` is None without head counts."""

    questionnaire: Questionnaire
    data: Answers | Summaries
    frame: Frame | None


def read_folder(folder: Path, *, progress: Progress | None = None, max_bytes: int = MAX_BYTES) -> Inputs:
    """Read `questionnaire.toml`, `answers.*` or `summaries.*`, and maybe `frame.*` (CSV, XLSX or Parquet).

    The data's `digest` is the SHA-256 of the files' bytes one after another in that order, as in
    `cat questionnaire.toml answers.csv frame.csv | sha256sum`. Raises `InputError` with what is wrong in any
    of the files, and when the frame cannot be that of the answers (`check_frame`).
    """
    questionnaire_path, data_path, frame_path = _find(folder)
    questionnaire = fetch(questionnaire_path, max_bytes)
    parsed = parse_questionnaire(questionnaire.data, file=questionnaire.file)
    _check_kind(data_path, parsed)
    raw, raw_frame = fetch(data_path, max_bytes), fetch(frame_path, max_bytes) if frame_path else None
    return inputs_from(questionnaire, raw, raw_frame, progress=progress)


def inputs_from(
    raw_questionnaire: Raw, raw: Raw, raw_frame: Raw | None = None, *, progress: Progress | None = None
) -> Inputs:
    """The same from the files' bytes; whether they are answers or summaries, the questionnaire says."""
    questionnaire = parse_questionnaire(raw_questionnaire.data, file=raw_questionnaire.file)
    errors: list[InputError] = []
    data = _attempt(errors, lambda: _data(raw, questionnaire, progress))
    frame = _attempt(errors, lambda: frame_from(raw_frame, questionnaire)) if raw_frame else None
    if data is None or errors:
        raise joined(errors)
    if isinstance(data, Answers) and frame is not None and raw_frame is not None:
        check_frame(data, frame, file=raw_frame.file)
    return Inputs(questionnaire, replace(data, digest=_digest(raw_questionnaire, raw, raw_frame)), frame)


def _find(folder: Path) -> tuple[Path, Path, Path | None]:
    """The paths of the questionnaire, the data and the frame; what is missing or there twice is refused."""
    problems = Problems(str(folder))
    found = {name: [path for end in ENDINGS if (path := folder / f"{name}.{end}").is_file()]
             for name in ("answers", "summaries", "frame")}  # fmt: skip
    questionnaire = folder / "questionnaire.toml"
    if not folder.is_dir():
        problems.report("There is no such folder.")
        problems.refuse()
    if not questionnaire.is_file():
        problems.report(
            "There is no questionnaire.toml here. «accord questionnaire new FILE» writes one to start from."
        )
    data = found["answers"] + found["summaries"]
    if not data:
        problems.report("There is no answers.csv here, nor answers.xlsx, answers.parquet, summaries.csv.")
    for kind in (data, found["frame"]):
        if len(kind) > 1:
            problems.report("Only one of these can be used: {files}.", files=", ".join(path.name for path in kind))
    problems.refuse()
    return questionnaire, data[0], next(iter(found["frame"]), None)


def _data(raw: Raw, questionnaire: Questionnaire, progress: Progress | None) -> Answers | Summaries:
    if _describes_summaries(questionnaire):
        return summaries_from(raw, questionnaire)
    return answers_from(raw, questionnaire, progress=progress)


def _describes_summaries(questionnaire: Questionnaire) -> bool:
    return bool(questionnaire.columns.mean or questionnaire.columns.percent)


def _check_kind(path: Path, questionnaire: Questionnaire) -> None:
    """Answers or summaries, by the file's name; the questionnaire must describe the same."""
    problems = Problems(path.name)
    described = _describes_summaries(questionnaire)
    if described and path.stem == "answers":
        problems.report("questionnaire.toml names columns of summaries. Call this file summaries.csv, or name the "
                        "columns of its answers.")  # fmt: skip
    if not described and path.stem == "summaries":
        problems.report("questionnaire.toml must say which columns hold the item, and the mean or percent.")
    problems.refuse()


def _attempt(errors: list[InputError], read: Callable[[], T]) -> T | None:
    """What was read; or None, and its error with the others, so that all files are told of at once."""
    try:
        return read()
    except InputError as error:
        errors.append(error)
        return None


def _digest(*files: Raw | None) -> str:
    digest = hashlib.sha256()
    for raw in files:
        if raw is not None:
            digest.update(raw.data)
    return digest.hexdigest()
