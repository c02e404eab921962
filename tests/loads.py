"""A round that is open, of as many people as a load needs, and answers to it that were made beforehand."""

import io
import json
import secrets
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import cast

import polars as pl
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA384
from django.utils import timezone
from tests import askings, factories, respondent

from accord.booth import keys, tokens
from accord.booth.actions import tumbling
from accord.booth.actions.preparing import Progress
from accord.booth.doors import Door
from accord.booth.models import Asking, Batch, Invitee, Received
from accord.booth.states import GRACE
from accord.people.models import Partnership
from accord.rounds import analysis
from accord.rounds.models import Round

MODULES = ("senior_leaders", "safety", "direct_managers", "six_dimensions", "change")
"""47 questions, of which each respondent is asked 23 or 24."""
GROUPS = 5


@dataclass(frozen=True)
class Ready:
    """A round that takes answers, and where they are sent: `POST /a/<door>/answer`."""

    round: Round
    at: Door


def opened(people: int, *, organisations: int, days: float = 1) -> Ready:
    """A round of so many people, in five staff groups of each organisation; it began an hour ago."""
    partnership = factories.partnership(factories.user("Cora"))
    enrol(partnership, people, organisations)
    return opened_in(partnership, days)


def enrol(partnership: Partnership, people: int, organisations: int) -> None:
    """The roster."""
    places = [(f"Organisation {n:03}", f"Group {g}") for n in range(organisations) for g in range(GROUPS)]
    each, more = divmod(people, len(places))
    askings.roster(partnership, {place: each + (i < more) for i, place in enumerate(places)})


def opened_in(partnership: Partnership, days: float = 1) -> Ready:
    """The same of whoever is on the roster."""
    now = timezone.now()
    asked = analysis.composed(MODULES, title="Trust here", minimum_group=10, grouped=True)
    days_open = {"opens": now - timedelta(hours=1), "closes": now + timedelta(days=days)}
    round = askings.opened(partnership, questionnaire=asked, **days_open)
    return Ready(round, askings.door(round))


def write_answers(at: Door, many: int, path: Path) -> None:
    """So many complete answers, a line each: what the respondents' pages would send, with tokens of their strata."""
    with path.open("w") as file:
        file.writelines(json.dumps(answer(at, number)) + "\n" for number in range(many))


def answer(at: Door, number: int) -> dict[str, object]:
    """One answer, with a token that is made with the signing key at hand: the same token, without the blinding."""
    stratum, form = number % len(at.rooms), number % len(at.forms)
    asked = set(at.forms[form].items)
    scales = {item.id: item.scale for item in at.questionnaire.items if item.id in asked}
    return {
        "stratum": stratum,
        "form": form,
        "answers": {name: scale.lowest + secrets.randbelow(5) for name, scale in scales.items()},
        **token(keys.load(at.id).stratum(stratum)),
    }


def token(signing: RSAPrivateKey) -> dict[str, str]:
    message = respondent.prepare(secrets.token_bytes(32))
    signature = signing.sign(message, tokens.PSS, SHA384())
    return {"message": b64encode(message).decode(), "signature": b64encode(signature).decode()}


def write_admissions(at: Door, many: int, path: Path) -> None:
    """So many codes with something blinded, a line each: what is sent to be admitted."""
    with path.open("w") as file:
        for invitee in Invitee.objects.filter(asking=at.id).select_related("stratum")[:many]:
            blinded = b"\0" + secrets.token_bytes(tokens.BITS // 8 - 1)
            sent = {"code": askings.code_of(invitee), "blinded": b64encode(blinded).decode()}
            file.write(json.dumps(sent) + "\n")


def close(round: Round, *, progress: Progress = lambda _share, _words: None) -> None:
    """Let a round end now, and close it as the worker does two minutes later."""
    now, asking = timezone.now(), Asking.objects.get(id=round.asking_id)
    tumbling.close_now(factories.by(asking.partnership, now=now), asking)
    asking.refresh_from_db()
    tumbling.close(factories.by(asking.partnership, now=now + 2 * GRACE), asking, progress=progress)


def inside(round: Round) -> Counter[tuple[str, ...]]:
    """The answers of a closed round, by how often each is there."""
    table = pl.read_parquet(io.BytesIO(bytes(Asking.objects.get(id=round.asking_id).gathered.answers)))
    items = [name for name in table.columns if name not in ("organisation", "sector", "group", "form")]
    return Counter(tuple(value or "" for value in row) for row in table.select(items).iter_rows())


def as_kept(at: Door, sent: dict[str, object]) -> tuple[str, ...]:
    """An answer as `close` shows it: five answers to the power of 23 questions tell each from all others."""
    given = cast("dict[str, int]", sent["answers"])
    return tuple(str(given.get(item.id, "")) for item in at.questionnaire.items)


def counted() -> dict[str, int]:
    """While a round is open: how many tokens were spent on it, and how many answers are there."""
    waiting = Received.objects.filter(box__isnull=False).count()
    batched = sum(Batch.objects.values_list("count", flat=True))
    return {"spent": Received.objects.count(), "inside": batched + waiting}


def compared(at: Door, round: Round, path: Path, acknowledged: int) -> dict[str, int]:
    """A closed round beside the first so many of the answers that were made for it."""
    with path.open() as file:
        sent = Counter(as_kept(at, json.loads(line)) for line in islice(file, acknowledged))
    found = inside(round)
    return {
        "closed": found.total(),
        "missing": (sent - found).total(),
        "twice": sum(n - 1 for n in found.values()),
        "strange": (found - sent).total(),
    }


def compare(path: Path, acknowledged: int) -> dict[str, int]:
    """Count in the only round, close it, and compare."""
    round = Round.objects.get()
    at, before = askings.door(round), counted()
    close(round)
    return before | compared(at, round, path, acknowledged)
