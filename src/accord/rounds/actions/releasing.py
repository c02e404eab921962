"""From answers that are settled, whatever their source, to a picture that is released."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accord import __version__
from accord.audit.actions import record
from accord.audit.digests import reference
from accord.audit.states import By
from accord.jobs import actions as jobs
from accord.jobs.models import Job
from accord.jobs.states import LIVE, Lost
from accord.rounds import analysis, queries
from accord.rounds.actions.moves import Busy, locked, move
from accord.rounds.models import Result, Round, Upload
from accord.rounds.states import Format, Phase, Source, State, phase_at
from accord.web import holding

COMPUTING = "rounds.compute"


class AlreadyThere(Exception):
    """Raised where another round of the partnership is made of the same files."""

    def __init__(self, other: Round) -> None:
        super().__init__(str(other.id))
        self.other = other


def confirm(by: By, round: Round, *, before: Round | None, asker: UUID) -> Job:
    """Use the files as they were checked, or the answers of a closed round: ask for the picture.

    Raises `AlreadyThere`; `Busy` where a round that is asked here is not closed.
    """
    if before is not None and not queries.released(round.partnership_id).filter(id=before.id).exists():
        raise ValueError("The 'before' parameter of confirm must be a released round of the same partnership.")
    try:
        with transaction.atomic():
            return _confirm(by, locked(round), before=before, asker=asker)
    except IntegrityError:  # the same was confirmed by somebody else in the same moment
        mine = Round.objects.get(id=round.id)
        _refuse_same(mine, _content(mine, before))
        raise


def _confirm(by: By, round: Round, *, before: Round | None, asker: UUID) -> Job:
    if round.state == State.COMPUTING and round.job is not None and round.job.state in LIVE:
        return round.job
    if round.source == Source.ASKED and phase_at(round, by.now) not in (Phase.CLOSED, Phase.COMPUTING):
        raise Busy
    round.before, round.content = before, _content(round, before)
    _refuse_same(round, round.content)
    arguments = {"round": str(round.id)}
    round.job = jobs.start(by, COMPUTING, content=round.content, arguments=arguments, asker=asker)
    move(by, round, State.COMPUTING, "rounds.confirmed", facts={"content": round.content})
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
        mine = locked(round)
        if mine.state == State.RELEASED:
            return
        if mine.content != round.content:
            raise Lost
        result = Result.objects.create(
            round=mine, picture=computed.picture, standing=computed.standing, headline=dict(computed.headline)
        )
        gone = forget_uploads(mine)
        mine.columns, mine.problems, mine.held_until, mine.released_at = None, None, None, by.now
        move(by, mine, State.RELEASED, "rounds.released", also=[result, *gone])


def exported(by: By, round: Round, format: Format) -> None:
    """Note in the record that somebody took the picture away."""
    with transaction.atomic():
        record(by, "rounds.exported", facts={"round": str(round.id), "format": format.value, "content": round.content})


def digests(uploads: list[Upload]) -> list[list[str]]:
    """The uploads of a round by the digests of their files."""
    return sorted([upload.kind, upload.digest] for upload in uploads)


def _content(round: Round, before: Round | None) -> str:
    """The digest of all that a picture depends on."""
    files = [f"{kind} {digest}" for kind, digest in digests(list(round.uploads.all()))]
    files += [str(round.asking_id)] if round.asking_id else []
    earlier = before.content if before else ""
    return analysis.digest(__version__, round.questionnaire, round.period, str(round.fictional), earlier, *files)


def forget_uploads(round: Round) -> list[Any]:
    """Remove the uploads of a round, and their files once that is sure; what they were, for the record."""
    uploads = list(round.uploads.all())
    gone = [reference(upload) for upload in uploads]
    tokens = [upload.token for upload in uploads]
    round.uploads.all().delete()
    transaction.on_commit(lambda: holding.remove(tokens))
    return gone
