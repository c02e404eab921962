"""Whoever holds the database, its files, a backup or the logs, with the roster in hand, links no better than one in the
stratum.

Every attack is shown to work where the protection is taken away: with the key file in hand, or with the order kept.
Those who come in by the front door are played in `test_attack_pages.py`.
"""

import json
import os
import re
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests import processes
from tests.attack.round_story import STAFF
from tests.processes import ROOT

from accord.booth import records, sealing
from accord.booth.keys import Keys

pytestmark = pytest.mark.both_databases
CHANCE = 18
"""More right guesses than so many are no chance. A random order has one right on average in each stratum, however
large it is; the number is near to Poisson's: over three strata more than 18 come up once in 10^9."""
TELLS = 0.41
"""How far from 1/2 the share of pairs may lie that a column puts in order, admitted before not: 5 standard errors."""
Pattern = tuple[int, ...]
Answer = tuple[int, Pattern]


@dataclass(frozen=True)
class Loot:
    """What was taken, and what the test alone knows."""

    folder: Path
    on_postgresql: bool

    @cached_property
    def people(self) -> dict[str, dict[str, Any]]:
        """Everybody invited, by their id in the roster."""
        return {uuid.UUID(one["person"]).hex: one for one in self.truth["people"]}

    @cached_property
    def truth(self) -> dict[str, Any]:
        return json.loads((self.folder / "truth.json").read_text())

    @cached_property
    def keys(self) -> Keys:
        """The key file, as the host has it while the round is open."""
        [file] = (self.folder / "keys-while-open").glob("*.json")
        return Keys(json.loads(file.read_text()))

    def tables(self, when: str) -> dict[str, list[dict[str, str]]]:
        return json.loads((self.folder / "taken" / when / "tables.json").read_text())

    def log(self, when: str) -> bytes:
        """The database's own log, from just before the first answer."""
        taken = self.folder / "taken" / when
        return (taken / "wal" if self.on_postgresql else taken / "data" / "accord.sqlite3-wal").read_bytes()

    def files(self, when: str) -> bytes:
        """Every file of the database, without its log, and of the data folder, without letters under way."""
        taken = self.folder / "taken" / when
        found = [p for p in sorted([*(taken / "data").rglob("*"), *taken.glob("heap/*")]) if p.is_file()]
        wanted = [p for p in found if "mail" not in p.parts and not p.name.endswith("-wal")]
        return b"".join(path.read_bytes() for path in wanted)

    def backup(self, when: str) -> dict[str, bytes]:
        with tarfile.open(self.folder / "taken" / when / "backup.tar.gz") as tar:
            return {m.name: tar.extractfile(m).read() for m in tar.getmembers()}

    def all(self, name: str) -> list[str]:
        return [one[name] for one in self.people.values()]


@pytest.fixture(scope="module")
def loot(tmp_path_factory: pytest.TempPathFactory) -> Loot:
    folder = tmp_path_factory.mktemp("round")
    environment = processes.new_environment(folder / "data") | {"ACCORD_KEYS": str(folder / "keys")}
    command = [sys.executable, "-W", "ignore", "-m", "tests.attack.round_story", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Loot(folder, bool(os.environ.get("ACCORD_TEST_DATABASE")))


def right(loot: Loot, people: Sequence[str], answers: Sequence[Answer]) -> int:
    """How many are right where, in each stratum, the first person is said to be the first answer, and so on."""
    hits = 0
    for stratum in range(len(STAFF)):
        mine = [one for one in people if loot.people[one]["stratum"] == stratum]
        patterns = [pattern for number, pattern in answers if number == stratum]
        hits += sum(p == tuple(loot.people[one]["given"].values()) for one, p in zip(mine, patterns, strict=False))
    return hits


def links(loot: Loot, orders: Iterable[Sequence[str]], answers: Sequence[Answer]) -> int:
    """The most that are right by any of these orders of people, forwards or backwards."""
    return max(right(loot, order, way) for order, way in product(orders, (answers, answers[::-1])))


def gathered(loot: Loot) -> list[Answer]:
    """The answers of the closed round as they lie in the database."""
    [row] = loot.tables("closed")["booth_gathered"]
    table = pl.read_parquet(bytes.fromhex(row["answers"]))
    strata = [list(STAFF).index(where) for where in table.select("organisation", "group").iter_rows()]
    items = table.drop("organisation", "sector", "group", "form")
    return [(s, tuple(int(n) for n in row)) for s, row in zip(strata, items.iter_rows(), strict=True)]


def orders(loot: Loot, when: str) -> Iterator[tuple[str, list[str]]]:
    """Every order of people that any table gives: rows that name one, sorted by each of their columns."""
    names = {name: person for person, one in loot.people.items() for name in (person, one["digest"], one["email"])}
    names.pop("", None)
    for table, rows in loot.tables(when).items():
        named = [(row, next((names[v] for v in row.values() if v in names), None)) for row in rows]
        mine = [(row, person) for row, person in named if person]
        for column in rows[0] if mine else ():
            yield f"{table}.{column}", [person for row, person in sorted(mine, key=lambda one: order(one[0][column]))]


def order(value: str) -> tuple[float, str]:
    """Numbers as numbers; PostgreSQL's places as pages and lines."""
    digits = value.strip("()").replace(",", ".0")
    return (float(digits), "") if digits.replace(".", "").isdecimal() else (0.0, value)


def by_last_seen(loot: Loot, admitted: dict[int, str], answers: dict[int, Answer]) -> int:
    """How many are right where each answer is said to be of whoever of its stratum was admitted last before it.

    Both stand by their places in some bytes.
    """
    hits, waiting = 0, []
    for at in sorted({**admitted, **answers}):
        if at in admitted:
            waiting.append(admitted[at])
            continue
        stratum, pattern = answers[at]
        mine = [one for one in waiting if loot.people[one]["stratum"] == stratum]
        if mine:
            waiting.remove(mine[-1])
            hits += pattern == tuple(loot.people[mine[-1]]["given"].values())
    return hits


def in_the_database(loot: Loot, id: str) -> bytes:
    """An id as the database writes it."""
    found = uuid.UUID(id)
    return found.bytes if loot.on_postgresql else found.hex.encode()


def marks(loot: Loot) -> dict[str, bytes]:
    """The marks of admission, which only who has the key file can make."""
    return {person: in_the_database(loot, one["mark"]) for person, one in loot.people.items()}


def admitted(loot: Loot, raw: bytes) -> dict[int, str]:
    """With the key file in hand: who was admitted, by the place of their mark in the bytes."""
    return {raw.find(mark): person for person, mark in marks(loot).items() if mark in raw}


def opened(loot: Loot, raw: bytes) -> dict[int, Answer]:
    """With the key file in hand: the sealed answers in the bytes, by their places."""
    asking, about = in_the_database(loot, loot.truth["asking"]), uuid.UUID(loot.truth["asking"])
    places = [at.start() for at in re.finditer(re.escape(asking), raw)]
    boxes = {raw[at - sealing.SMALLEST - 48 : at]: at for at in reversed(places)}  # in front of the asking it is of
    found = {}
    for box, at in boxes.items():
        with suppress(ValueError):
            plain = sealing.open_sealed(loot.keys.sealing, box, about=about)
            record = np.frombuffer(plain, dtype=records.NUMBER).tolist()
            found[at] = (record[0], tuple(record[records.HEAD :]))
    return found


def plainly(loot: Loot) -> list[bytes]:
    """Everybody's answer as it would stand unsealed."""
    return [
        np.array([one["stratum"], 0, *one["given"].values()], dtype=records.NUMBER).tobytes()
        for one in loot.people.values()
    ]


def found_in(raw: bytes, secrets: Iterable[bytes]) -> int:
    return sum(secret in raw for secret in secrets if secret)


def tells(loot: Loot, people: Sequence[str]) -> float:
    """How well an order of people tells the admitted from others, in strata where both are many: 0 not, 1/2 always."""
    mine = [one for one in people if loot.people[one]["stratum"] < 2]
    began = {uuid.UUID(one).hex for one in loot.truth["admitted"]}
    ranks = [rank for rank, one in enumerate(mine) if one in began]
    pairs = len(ranks) * (len(mine) - len(ranks))
    return abs(sum(rank - n for n, rank in enumerate(ranks)) / pairs - 0.5) if pairs else 0.0


class TestThief:
    """Of tables, raw files and their log, and backups: after the close, or while it is open and without the keys."""

    def test_all_answers_are_there_once(self, loot: Loot) -> None:
        said = [(one["stratum"], tuple(one["given"].values())) for one in loot.people.values() if one["turn"]]
        assert sorted(gathered(loot)) == sorted(said)
        assert len({pattern for _stratum, pattern in said}) == len(said) > 50

    def test_no_order_of_people_in_any_table_links_them_to_answers(self, loot: Loot) -> None:
        before, after = dict(orders(loot, "open")), dict(orders(loot, "closed"))
        assert "people_person.place" in after
        assert "booth_invitee.number" in before
        assert not any(name.startswith("booth_") for name in after)
        assert links(loot, [*before.values(), *after.values()], gathered(loot)) <= CHANCE

    def test_nor_does_the_order_in_which_they_were_admitted_or_answered(self, loot: Loot) -> None:
        """Not even to who watched them at their screens, one by one."""
        began = [uuid.UUID(one).hex for one in loot.truth["admitted"]]
        sent = sorted((p for p, one in loot.people.items() if one["turn"]), key=lambda p: loot.people[p]["turn"])
        assert links(loot, [began, sent], gathered(loot)) <= CHANCE
        unshuffled = [(loot.people[p]["stratum"], tuple(loot.people[p]["given"].values())) for p in sent]
        assert links(loot, [sent], unshuffled) > CHANCE

    def test_the_log_of_the_open_round_links_with_the_keys_and_not_without(self, loot: Loot) -> None:
        raw = loot.log("answering")
        assert by_last_seen(loot, admitted(loot, raw), opened(loot, raw)) > CHANCE, "with the keys: hence kept apart"
        assert found_in(raw, plainly(loot)) == 0
        assert found_in(raw, [one["digest"].encode() for one in loot.people.values()]) == 0
        assert found_in(raw, [in_the_database(loot, person) for person in loot.people]) == 0

    @pytest.mark.parametrize("when", ["open", "closed"])
    def test_no_answer_and_no_code_stands_anywhere_in_plain(self, loot: Loot, when: str) -> None:
        raw = loot.files(when) + loot.log(when) + b"".join(loot.backup(when).values())
        assert found_in(raw, plainly(loot)) == 0
        assert found_in(raw, [code.encode() for code in loot.all("code")]) == 0
        assert found_in(raw, [in_the_database(loot, p) for p in loot.people]) == len(loot.people), "the roster is there"

    def test_while_it_is_open_no_column_tells_who_was_admitted(self, loot: Loot) -> None:
        found = dict(orders(loot, "open"))
        told = {name: tells(loot, people) for name, people in found.items()}
        assert {name: share for name, share in told.items() if share > TELLS} == {}
        assert {row["sent"] for row in loot.tables("open")["booth_invitee"]} == {"2"}, "as if all were reminded"
        known = {one["mark"].replace("-", ""): person for person, one in loot.people.items()}
        begun = [known[row["mark"]] for row in loot.tables("open")["booth_admission"]]
        assert tells(loot, [*begun, *(p for p in loot.people if p not in begun)]) > TELLS, "with the keys"

    def test_after_the_close_nothing_of_the_roll_and_of_tokens_is_left(self, loot: Loot) -> None:
        secrets = [code.encode() for code in loot.all("digest")] + list(marks(loot).values())
        tables = loot.tables("open")
        spent = [in_the_database(loot, row["token"]) for row in tables["booth_received"]]
        boxes = [bytes.fromhex(row["box"]) for row in tables["booth_received"] if row["box"] != "None"]
        boxes += [bytes.fromhex(row["box"])[-400:] for row in tables["booth_batch"]]
        for some in (secrets, spent, boxes):
            assert found_in(loot.files("open") + loot.log("open"), some) > len(some) / 2, "this is what to look for"
            assert found_in(loot.files("closed"), some) == 0
            assert found_in(loot.log("closed"), some) == 0 or loot.on_postgresql  # sealed, without a key to it
        assert list((loot.folder / "keys").iterdir()) == []

    @pytest.mark.parametrize("when", ["open", "closed"])
    def test_a_backup_holds_neither_keys_nor_letters(self, loot: Loot, when: str) -> None:
        names = loot.backup(when)
        assert "database" in names
        assert not [name for name in names if "keys" in name or "mail" in name]

    def test_letters_that_were_sent_into_files_are_gone_after_the_close(self, loot: Loot) -> None:
        letters = {
            when: b"".join(p.read_bytes() for p in (loot.folder / "taken" / when / "data" / "mail").rglob("*.log"))
            for when in ("open", "closed")
        }
        assert found_in(letters["open"], [code.encode() for code in loot.all("code")]) > len(loot.people) / 2
        assert letters["closed"] == b""


class TestReaderOfLogs:
    """Of all logs, at DEBUG, over the whole of the round."""

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_nothing_in_them_is_about_anybody(self, loot: Loot, form: str) -> None:
        lines = (loot.folder / "taken" / "logs" / form).read_bytes()
        assert found_in(lines, self.secrets(loot)) == 0
        leaky = (loot.folder / "leaky-log").read_bytes()
        assert found_in(leaky, self.secrets(loot)) >= 2, "a log of every statement would have it"

    def test_they_say_nothing_while_people_answer_so_there_is_no_order_either(self, loot: Loot) -> None:
        lines = (loot.folder / "taken" / "logs" / "text").read_text()
        _before, _, later = lines.partition("THE FIRST IS ABOUT TO ANSWER")
        between, ended, _after = later.partition("THE LAST ANSWER IS IN")
        assert ended
        assert len(between.splitlines()) <= 2, "that is the rest of one line, and the beginning of another"

    def secrets(self, loot: Loot) -> list[bytes]:
        told = ("code", "digest", "email", "mark", "person", "message", "signature", "blinded")
        return [one[name].encode() for one in loot.people.values() for name in told]
