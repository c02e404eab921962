"""From files that are held to a picture that is released."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accord.audit.actions import record
from accord.audit.digests import reference
from accord.audit.states import SYSTEM, By
from accord.jobs import actions as jobs
from accord.jobs.models import Job
from accord.people.models import Seat
from accord.questionnaires.problems import InputError
from accord.rounds import analysis, queries
from accord.rounds.actions.moves import free, locked, move
from accord.rounds.actions.releasing import digests, forget_uploads
from accord.rounds.models import Round, Upload
from accord.rounds.states import AT_ONCE, HOLD, FileKind, State
from accord.web.receiving import Received

READING = "rounds.read"


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
        record(by, "rounds.uploaded", subjects=[round, *uploads], facts={"files": digests(uploads)})
        return round


def look(by: By, round: Round) -> None:
    """See what stands in the columns of the file, and guess a questionnaire where there is none.

    Raises `InputError` where the file is no table. A file in which nothing can be guessed is mapped by hand.
    """
    upload = queries.files(round).data
    found = analysis.columns(upload)
    questionnaire = round.questionnaire or analysis.guess(found, file=upload.name, title=round.title)
    with transaction.atomic():
        mine = locked(round)
        mine.columns = analysis.kept_columns(found, analysis.item_column(questionnaire))
        mine.questionnaire = questionnaire
        move(by, mine, State(mine.state), "rounds.looked-at")


def map_columns(by: By, round: Round, *, questionnaire: str) -> None:
    """Say which column is what. The file has to be checked anew."""
    with transaction.atomic():
        mine = free(round)
        mine.questionnaire, mine.problems, mine.checked = questionnaire, None, None
        move(by, mine, State.DRAFT, "rounds.mapped")


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
        mine = locked(round)
        mine.questionnaire, mine.checked, mine.problems = questionnaire, counts, None
        facts = {name: counts[name] for name in ("rows", "organisations", "items")}
        move(by, mine, State.CHECKED, "rounds.checked", facts=facts)


def note_problems(by: By, round: Round, error: InputError) -> None:
    """Keep what is wrong in the files, to be read by who uploaded them; the record holds the number only."""
    with transaction.atomic():
        mine = locked(round)
        mine.checked = None
        mine.problems = analysis.kept_problems(error)
        move(by, mine, State.DRAFT, "rounds.refused", facts={"problems": len(error.problems) + error.more})


def read(by: By, round: Round, step: str, *, asker: UUID) -> Job | None:
    """Look at the columns (`look`) or check the whole (`check`): at once, or as long work where the files are large."""
    with transaction.atomic():
        mine = free(round)
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


def discard(by: By, round: Round) -> None:
    """Remove a round that is not released, with its files."""
    with transaction.atomic():
        mine = free(round)
        gone = [*forget_uploads(mine), reference(mine)]
        mine.delete()
        record(by, "rounds.discarded", subjects=gone)


def forget_unconfirmed(now: datetime) -> int:
    """Remove what was uploaded and not confirmed in time. Due at every tick."""
    over = list(queries.unconfirmed(now))
    for round in over:
        discard(By(SYSTEM, round.partnership_id, now), round)
    return len(over)


def _upload(round: Round, kind: FileKind, file: Received) -> Upload:
    name = (file.name or kind.value)[-120:]
    return Upload.objects.create(
        round=round, kind=kind, name=name, token=file.token, size=file.size or 0, digest=file.digest
    )
