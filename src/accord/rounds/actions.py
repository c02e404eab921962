"""What is done with rounds: from files that are held to a picture that is released."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accord import __version__
from accord.audit.actions import record
from accord.audit.digests import reference
from accord.audit.states import SYSTEM, By
from accord.jobs import actions as jobs
from accord.jobs.models import Job
from accord.jobs.states import LIVE, Lost
from accord.people.models import Seat
from accord.questionnaires.problems import InputError
from accord.rounds import analysis, queries
from accord.rounds.models import Result, Round, Upload
from accord.rounds.states import AT_ONCE, HOLD, MOVES, FileKind, Format, State
from accord.web import holding
from accord.web.receiving import Received

READING, COMPUTING = "rounds.read", "rounds.compute"


class Busy(Exception):
    """Raised where a round is released or being worked on, so that nothing in it may change."""


class AlreadyThere(Exception):
    """Raised where another round of the partnership is made of the same files."""

    def __init__(self, other: Round) -> None:
        super().__init__(str(other.id))
        self.other = other


def hold(
    by: By, seat: Seat, *, title: str, period: str, minimum_group: int, files: Mapping[FileKind, Received], toml: str
) -> Round:
    """Keep uploaded files for a day, to be looked at; nothing of them is used yet. `toml` is empty without one."""
    with transaction.atomic():
        round = Round.objects.create(
            partnership=seat.partnership,
            title=title,
            period=period,
            minimum_group=max(minimum_group, seat.partnership.minimum_group),
            fictional=seat.partnership.fictional,
            questionnaire=toml,
            created_by=seat,
            created_at=by.now,
            held_until=by.now + HOLD,
        )
        uploads = [_upload(round, kind, file) for kind, file in files.items()]
        record(by, "rounds.uploaded", subjects=[round, *uploads], facts={"files": _digests(uploads)})
        return round


def look(by: By, round: Round) -> None:
    """See what stands in the columns of the file, and guess a questionnaire where there is none.

    Raises `InputError` where the file is no table. A file in which nothing can be guessed is mapped by hand.
    """
    upload = queries.files(round).data
    found = analysis.columns(upload)
    questionnaire = round.questionnaire or analysis.guess(found, file=upload.name, title=round.title)
    with transaction.atomic():
        mine = _locked(round)
        mine.columns = analysis.kept_columns(found, analysis.item_column(questionnaire))
        mine.questionnaire = questionnaire
        _move(by, mine, State(mine.state), "rounds.looked-at")


def map_columns(by: By, round: Round, *, questionnaire: str) -> None:
    """Say which column is what. The file has to be checked anew."""
    with transaction.atomic():
        mine = _free(round)
        mine.questionnaire, mine.problems, mine.checked = questionnaire, None, None
        _move(by, mine, State.DRAFT, "rounds.mapped")


def check(by: By, round: Round, *, progress: analysis.Progress | None = None) -> None:
    """Read the whole of the files. What is wrong in them is kept for the page that says so."""
    try:
        questionnaire = analysis.settled(round)
        round.questionnaire = questionnaire
        counts = analysis.check(analysis.read(round, queries.files(round), progress=progress))
    except InputError as error:
        note_problems(by, round, error)
        return
    with transaction.atomic():
        mine = _locked(round)
        mine.questionnaire, mine.checked, mine.problems = questionnaire, counts, None
        facts = {name: counts[name] for name in ("rows", "organisations", "items")}
        _move(by, mine, State.CHECKED, "rounds.checked", facts=facts)


def note_problems(by: By, round: Round, error: InputError) -> None:
    """Keep what is wrong in the files, to be read by who uploaded them; the record holds the number only."""
    with transaction.atomic():
        mine = _locked(round)
        mine.checked = None
        mine.problems = analysis.kept_problems(error)
        _move(by, mine, State.DRAFT, "rounds.refused", facts={"problems": len(error.problems) + error.more})


def read(by: By, round: Round, step: str, *, asker: UUID) -> Job | None:
    """Look at the columns (`look`) or check the whole (`check`): at once, or as long work where the files are large."""
    with transaction.atomic():
        mine = _free(round)
        if queries.files(mine).size > AT_ONCE:
            return _read_later(by, mine, step, asker=asker)
    do_step(by, round, step)
    return None


def _read_later(by: By, round: Round, step: str, *, asker: UUID) -> Job:
    arguments = {"round": str(round.id), "step": step}
    round.job = jobs.start(by, READING, content=uuid4().hex, arguments=arguments, asker=asker)
    round.save(update_fields=["job"])
    return round.job


def do_step(by: By, round: Round, step: str, *, progress: analysis.Progress | None = None) -> None:
    """Look or check; what is wrong in the files is noted."""
    if step == "check":
        check(by, round, progress=progress)
        return
    try:
        look(by, round)
    except InputError as error:
        note_problems(by, round, error)


def confirm(by: By, round: Round, *, before: Round | None, asker: UUID) -> Job:
    """Use the files as they were checked: ask for the picture. Raises `AlreadyThere`."""
    if before is not None and not queries.released(round.partnership_id).filter(id=before.id).exists():
        raise ValueError("The 'before' parameter of confirm must be a released round of the same partnership.")
    try:
        with transaction.atomic():
            return _confirm(by, _locked(round), before=before, asker=asker)
    except IntegrityError:  # the same was confirmed by somebody else in the same moment
        mine = Round.objects.get(id=round.id)
        _refuse_same(mine, _content(mine, before))
        raise


def _confirm(by: By, round: Round, *, before: Round | None, asker: UUID) -> Job:
    if round.state == State.COMPUTING and round.job is not None and round.job.state in LIVE:
        return round.job
    round.before, round.content = before, _content(round, before)
    _refuse_same(round, round.content)
    arguments = {"round": str(round.id)}
    round.job = jobs.start(by, COMPUTING, content=round.content, arguments=arguments, asker=asker)
    _move(by, round, State.COMPUTING, "rounds.confirmed", facts={"content": round.content})
    return round.job


def _refuse_same(round: Round, content: str) -> None:
    other = queries.same(round, content)
    if other is not None:
        raise AlreadyThere(other)


def release(by: By, round: Round, computed: analysis.Computed) -> None:
    """Keep the picture and where the round stood; what was uploaded is deleted. Doing it twice does it once.

    Raises `Lost` where the round was confirmed anew since `round` was read: the picture is of something else.
    """
    with transaction.atomic():
        mine = _locked(round)
        if mine.state == State.RELEASED:
            return
        if mine.content != round.content:
            raise Lost
        result = Result.objects.create(
            round=mine, picture=computed.picture, standing=computed.standing, headline=dict(computed.headline)
        )
        gone = _forget_uploads(mine)
        mine.columns, mine.problems, mine.held_until, mine.released_at = None, None, None, by.now
        _move(by, mine, State.RELEASED, "rounds.released", also=[result, *gone])


def discard(by: By, round: Round) -> None:
    """Remove a round that is not released, with its files."""
    with transaction.atomic():
        mine = _free(round)
        gone = [*_forget_uploads(mine), reference(mine)]
        mine.delete()
        record(by, "rounds.discarded", subjects=gone)


def exported(by: By, round: Round, format: Format) -> None:
    """Note in the record that somebody took the picture away."""
    with transaction.atomic():
        record(by, "rounds.exported", facts={"round": str(round.id), "format": format.value, "content": round.content})


def forget_unconfirmed(now: datetime) -> int:
    """Remove what was uploaded and not confirmed in time. Due at every tick."""
    over = list(queries.unconfirmed(now))
    for round in over:
        discard(By(SYSTEM, round.partnership_id, now), round)
    return len(over)


def _locked(round: Round) -> Round:
    """The round as it now stands, held until the transaction ends."""
    return Round.objects.select_for_update(of=("self",)).select_related("job").get(id=round.id)


def _free(round: Round) -> Round:
    """The same, of a round that is neither released nor being worked on."""
    mine = _locked(round)
    if mine.state == State.RELEASED or (mine.job is not None and mine.job.state in LIVE):
        raise Busy
    return mine


def _move(
    by: By, round: Round, state: State, verb: str, *, facts: dict[str, Any] | None = None, also: list[Any] | None = None
) -> None:
    """The one place where a round's state changes."""
    if state not in MOVES[State(round.state)]:
        raise ValueError(f"A round that is {round.state} cannot become {state.value}.")
    round.state = state
    if state is not State.RELEASED:
        round.held_until = by.now + HOLD
    round.save()
    record(by, verb, subjects=[round, *(also or [])], facts=facts)


def _upload(round: Round, kind: FileKind, file: Received) -> Upload:
    name = (file.name or kind.value)[-120:]
    return Upload.objects.create(
        round=round, kind=kind, name=name, token=file.token, size=file.size or 0, digest=file.digest
    )


def _digests(uploads: list[Upload]) -> list[list[str]]:
    return sorted([upload.kind, upload.digest] for upload in uploads)


def _content(round: Round, before: Round | None) -> str:
    """The digest of all that a picture depends on."""
    files = (f"{kind} {digest}" for kind, digest in _digests(list(round.uploads.all())))
    earlier = before.content if before else ""
    return analysis.digest(__version__, round.questionnaire, round.period, str(round.fictional), earlier, *files)


def _forget_uploads(round: Round) -> list[Any]:
    """Remove the uploads of a round, and their files once that is sure; what they were, for the record."""
    uploads = list(round.uploads.all())
    gone = [reference(upload) for upload in uploads]
    tokens = [upload.token for upload in uploads]
    round.uploads.all().delete()
    transaction.on_commit(lambda: holding.remove(tokens))
    return gone
