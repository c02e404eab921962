"""The key file of an asking."""

import json
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key
from tests import respondent

from accord.booth import keys, sealing, tokens

ASKING = UUID("6f1f7a9e-31b5-4c6e-9f43-0a3c2a3f2a11")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    settings.ACCORD_KEYS = tmp_path / "keys"
    keys.forget()
    return tmp_path / "keys"


def made(*strata: int) -> keys.Public:
    drawn = keys.draw(strata, progress=lambda share: None)
    keys.keep(ASKING, drawn)
    return drawn.public()


def test_what_is_made_seals_and_signs_with_what_is_loaded() -> None:
    public = made(3, 1)
    assert list(public.strata) == [1, 3]
    loaded = keys.load(ASKING)
    sealed = sealing.seal(public.sealing, b"an answer", about=ASKING)
    assert sealing.open_sealed(loaded.sealing, sealed, about=ASKING) == b"an answer"
    stratum, prepared = load_der_public_key(public.strata[3]), respondent.prepare(b"")
    blinded = respondent.blind(stratum, prepared)
    signature = tokens.blind_sign(loaded.stratum(3), blinded.message)
    assert respondent.finalize(stratum, prepared, signature, blinded.inverse)


def test_the_secrets_are_fresh_each_time() -> None:
    first = made(1), keys.load(ASKING).codes
    keys.destroy(ASKING)
    second = made(1), keys.load(ASKING).codes
    assert (first[0].sealing, first[0].strata[1], first[1]) != (second[0].sealing, second[0].strata[1], second[1])
    assert {len(first[1]), len(second[1]), len(first[0].sealing)} == {32}
    assert first[1] != second[1]
    assert first[0].strata[1] != second[0].strata[1]


def test_only_the_owner_reads_the_folder_and_the_file_and_no_draft_stays(folder: Path) -> None:
    made(1)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {f"{ASKING}.json": 0o600}


def test_progress_is_told_after_each_stratum() -> None:
    told: list[float] = []
    keys.draw([1, 2, 4, 8], progress=told.append)
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_what_a_broken_off_attempt_kept_is_replaced(folder: Path) -> None:
    first, second = made(1, 2), made(1)
    assert first.sealing != second.sealing
    assert keys.load(ASKING).public() == second
    assert [path.name for path in folder.iterdir()] == [f"{ASKING}.json"]


def test_the_askings_with_keys_here_are_listed(folder: Path) -> None:
    assert keys.kept() == []
    made(1)
    (folder / "notes.json").write_text("{}")
    (folder / f"{ASKING}.0badcafe.draft").write_text("half")
    assert keys.kept() == [ASKING]


def test_work_that_fails_in_between_leaves_no_file(folder: Path) -> None:
    def lost(share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        keys.draw([1, 2], progress=lost)
    with pytest.raises(keys.KeysMissing):
        keys.load(ASKING)


def test_a_file_is_read_once_and_a_key_parsed_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made(1, 2)
    keys.forget()
    parsed: list[bytes] = []
    plain = keys.load_der_private_key
    monkeypatch.setattr(
        keys, "load_der_private_key", lambda der, *rest, **how: parsed.append(der) or plain(der, *rest, **how)
    )
    assert keys.load(ASKING).strata == {1, 2}
    assert parsed == []
    assert keys.load(ASKING).stratum(2) is keys.load(ASKING).stratum(2)
    assert len(parsed) == 1


def test_a_stratum_without_a_key_is_an_error() -> None:
    made(1)
    with pytest.raises(KeyError):
        keys.load(ASKING).stratum(2)


def test_missing_keys_are_named(folder: Path) -> None:
    with pytest.raises(keys.KeysMissing, match=f"asking {ASKING} are not in {folder}"):
        keys.load(ASKING)


def test_what_is_destroyed_is_overwritten_and_gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(1)
    path = folder / f"{ASKING}.json"
    before, written = path.read_bytes(), []
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda self: written.append(self.read_bytes()) or unlink(self))
    keys.destroy(ASKING)
    assert list(folder.iterdir()) == []
    assert len(written[0]) == len(before)
    assert sum(a == b for a, b in zip(before, written[0], strict=True)) < len(before) / 20
    with pytest.raises(keys.KeysMissing):
        keys.load(ASKING)


def test_destroying_twice_or_before_anything_was_made_is_nothing(folder: Path) -> None:
    keys.destroy(ASKING)
    made(1)
    keys.destroy(ASKING)
    keys.destroy(ASKING)
    assert list(folder.iterdir()) == []


def test_destroying_takes_a_draft_that_was_left_and_leaves_other_askings(folder: Path) -> None:
    made(1)
    (folder / f"{ASKING}.0badcafe.draft").write_text("half")
    other = UUID(int=7)
    keys.keep(other, keys.draw([1], progress=lambda share: None))
    keys.destroy(ASKING)
    assert [path.name for path in folder.iterdir()] == [f"{other}.json"]


def test_a_process_that_has_read_them_stops_once_another_destroyed_them(folder: Path) -> None:
    made(1)
    keys.load(ASKING)
    code = f"""
import django; django.setup()
from django.conf import settings; settings.ACCORD_KEYS = {str(folder)!r}
from uuid import UUID; from accord.booth import keys; keys.destroy(UUID({str(ASKING)!r}))"""
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(keys.KeysMissing):
        keys.load(ASKING)
    assert keys._read.cache_info().currsize == 0


def test_nothing_of_the_private_halves_is_in_what_may_be_known(folder: Path) -> None:
    public = made(1)
    kept = json.loads((folder / f"{ASKING}.json").read_text())
    assert set(kept) == {"sealing", "codes", "strata"}
    assert load_der_public_key(public.strata[1]).key_size == 2048
    assert repr(keys.load(ASKING)).startswith("<accord.booth.keys.Keys object")
