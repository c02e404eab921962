"""From a round's files to tables to results: the app's only door to the mathematics."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.text import slugify

from accord.analysis.changes import comparable
from accord.analysis.exports import to_csv, to_json
from accord.analysis.picture import SEED
from accord.analysis.picture import picture as make_picture
from accord.analysis.preview import preview
from accord.analysis.reading.drafting import columns_from
from accord.analysis.reading.files import Raw
from accord.analysis.reading.folder import Inputs, inputs_from
from accord.analysis.reading.importing import questionnaire_from
from accord.analysis.results import Picture
from accord.analysis.standing import standing
from accord.analysis.stored import picture_from_json, standing_from_json, standing_to_json
from accord.analysis.tables import Answers
from accord.questionnaires.bank import MODULES, compose, module
from accord.questionnaires.draft import draft
from accord.questionnaires.guesses import Column
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import InputError
from accord.questionnaires.write import to_toml
from accord.report.document import document
from accord.report.language import LANGUAGES
from accord.report.page import fragment as draw_fragment
from accord.report.page import page as draw_page
from accord.rounds import queries
from accord.rounds.models import Round, Upload
from accord.rounds.queries import Files
from accord.rounds.states import Format, Source
from accord.web import holding

Progress = Callable[[float, str], None]

LARGEST_UNPACKED = 50_000_000
"""Bytes to which a questionnaire that is a workbook may unpack."""
FEW = 60
"""A column with more distinct texts than this is not kept for the page that maps it: it is no answer on a scale."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What is kept of a round when it is released."""

    picture: str
    standing: str
    headline: Mapping[str, str]


def columns(upload: Upload) -> tuple[Column, ...]:
    """What stands in the columns of a file. Raises `InputError` where it cannot be read as a table."""
    return columns_from(_raw(upload))


def kept_columns(found: tuple[Column, ...], needed: str | None) -> list[dict[str, Any]]:
    """What the page that maps columns needs of them: names, and the texts of those that have few, or are `needed`."""
    kept = [asdict(c) | {"values": list(c.values) if c.distinct <= FEW or c.name == needed else []} for c in found]
    return list(_without_nul(kept))


def guess(found: tuple[Column, ...], *, file: str, title: str) -> str:
    """A questionnaire to start from, as TOML; empty where nothing in the columns tells what they are.

    It is named after the title: a file's name may tell of somebody, and is forgotten with the file.
    """
    try:
        drafted = draft(found, file=file)
    except InputError:
        return ""
    return to_toml(replace(parse_questionnaire(drafted.encode()), id=slugify(title) or "survey", title={"en": title}))


def item_column(questionnaire: str) -> str | None:
    """The column that names the items of a long file or of summaries."""
    return parse_questionnaire(questionnaire.encode()).columns.item if questionnaire else None


def kept_problems(error: InputError) -> dict[str, Any]:
    """What is wrong, as it is kept for the page that says so."""
    return dict(_without_nul({"problems": [asdict(problem) for problem in error.problems], "more": error.more}))


def read(round: Round, files: Files, *, progress: Progress | None = None) -> Inputs:
    """Read all files of a round. Raises `InputError` with everything that is wrong."""
    questionnaire = Raw("questionnaire.toml", round.questionnaire.encode())
    frame = _raw(files.frame) if files.frame else None
    return inputs_from(questionnaire, _raw(files.data), frame, progress=progress)


def inputs(round: Round) -> Inputs:
    """All that a round's picture is made of: its files, or the answers that were gathered here."""
    if round.source == Source.FILE:
        return read(round, queries.files(round))
    gathered = queries.gathered(round)
    data = Raw("answers.parquet", bytes(gathered.answers))
    return inputs_from(
        Raw("questionnaire.toml", round.questionnaire.encode()), data, Raw("frame.csv", gathered.frame.encode())
    )


def questionnaire(data: bytes, *, file: str) -> str:
    """The questionnaire in a file as TOML: TOML as it stands, or a table of questions, or an XLSForm.

    Raises `InputError` where it is none.
    """
    found = questionnaire_from(Raw(file, data, LARGEST_UNPACKED))
    return data.decode("utf-8-sig") if file.lower().endswith(".toml") else to_toml(found)


def composed(
    modules: Iterable[str], *, title: str, minimum_group: int, grouped: bool, groups: Iterable[str] = ()
) -> str:
    """The questionnaire of a round that is asked here, of Accord's own modules, as TOML.

    `grouped`: whether results may be told apart by more than the organisation. `groups`: what «between_groups» asks
    about. Raises `InputError` for what does not fit together.
    """
    made = compose(modules, id=slugify(title) or "round", title={"en": title}, groups=groups)
    columns = replace(made.columns, group="group" if grouped else None)
    crossings = (("organisation", "group"),) if grouped else ()
    return to_toml(replace(made, columns=columns, crossings=crossings, minimum_group=minimum_group))


def modules_of(questionnaire: str) -> list[str]:
    """The modules whose questions a questionnaire has."""
    sources = {(item.id, item.version) for item in parse_questionnaire(questionnaire.encode()).items}
    found = [name for name in MODULES if {(i.id, i.version) for i in module(name).items} <= sources]
    return found + (["between_groups"] if targets_of(questionnaire) else [])


def targets_of(questionnaire: str) -> list[str]:
    """The groups that a questionnaire asks about by name."""
    measures = parse_questionnaire(questionnaire.encode()).measures
    return list(dict.fromkeys(measure.target for measure in measures if measure.target))


def settled(round: Round) -> str:
    """The round's questionnaire under its own title, and with no smaller group than its own.

    Raises `InputError` where it is none.
    """
    found = parse_questionnaire(round.questionnaire.encode())
    title = found.title if found.title["en"] == round.title else {"en": round.title}
    return to_toml(replace(found, title=title, minimum_group=max(found.minimum_group, round.minimum_group)))


def check(inputs: Inputs) -> dict[str, Any]:
    """What would be used, and which organisations would be withheld."""
    return dict(_without_nul(asdict(preview(inputs.data, frame=inputs.frame))))


def asks_the_same(questionnaire: Questionnaire, stood: str) -> bool:
    """Whether a round with this questionnaire can be compared with one that stood there, for any measure."""
    return bool(comparable(questionnaire, standing_from_json(stood)))


def comparable_rounds(round: Round) -> list[Round]:
    """The earlier rounds that a round of answers can be compared with: those that asked the same."""
    answers = round.source == Source.ASKED or (round.checked or {}).get("source") == "answers"
    if not answers or not round.questionnaire:
        return []
    asked = parse_questionnaire(round.questionnaire.encode())
    return [other for other, stood in queries.standings(round.partnership_id) if asks_the_same(asked, stood)]


def compute(round: Round, inputs: Inputs, *, before: str, progress: Progress) -> Computed:
    """The picture of a round; `before` is where the earlier round stood, empty without one."""
    answers = isinstance(inputs.data, Answers)
    data = replace(inputs.data, period=round.period) if isinstance(inputs.data, Answers) else inputs.data
    made = make_picture(
        data,
        frame=inputs.frame,
        before=standing_from_json(before) if before and answers else None,
        progress=progress,
        fictional=round.fictional,
    )
    stood = standing_to_json(standing(data, frame=inputs.frame)) if isinstance(data, Answers) else ""
    headline = {name: str(document(made, language=name).title) for name in LANGUAGES}
    return Computed(to_json(made), stood, _without_nul(headline))


def digest(*parts: str) -> str:
    """One digest of several, with the seed of the random draws."""
    return hashlib.sha256("\n".join((str(SEED), *parts)).encode()).hexdigest()


def fragment(picture: str, *, language: str) -> str:
    """The picture as a part of a page; the page around it says where the data are fictional."""
    return draw_fragment(replace(picture_from_json(picture), fictional=False), language=language)


def export(picture: str, format: Format, *, language: str) -> bytes:
    """The picture as a file to take away."""
    if format is Format.JSON:
        return picture.encode()
    found = picture_from_json(picture)
    if format is Format.CSV:
        return to_csv(found).encode("utf-8-sig")
    return _pdf(found, language) if format is Format.PDF else draw_page(found, language=language).encode()


def _pdf(picture: Picture, language: str) -> bytes:
    from accord.report.pdf import pdf  # it loads a typesetter, which no other page needs

    return pdf(picture, language=language)


def _raw(upload: Upload) -> Raw:
    return Raw(upload.name, holding.path(upload.token).read_bytes())


def _without_nul(kept: Any) -> Any:
    """JSON that PostgreSQL takes: it refuses a NUL, which a cell of a Parquet file may hold."""
    return json.loads(json.dumps(kept).replace(r"\u0000", r"\ufffd"))
