"""The keys of an asking, kept in a file of their own, apart from the database: whoever takes one has not the other.

`<ACCORD_KEYS>/<asking>.json`, readable by its owner only, holds the private key that answers are sealed to, the signing
key of each stratum, and the secret that invitation codes are derived from. The database holds the public halves.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.conf import settings

from accord.booth import tokens
from accord.web.files import sync

CODES_BYTES = 32


class KeysMissing(LookupError):
    """There is no key file of this asking here: destroyed at its close, not restored, or in another folder."""


@dataclass(frozen=True, slots=True)
class Public:
    """What may be known of an asking's keys: 32 bytes to seal to, and each stratum's public key (SPKI, DER)."""

    sealing: bytes
    strata: dict[int, bytes]


class Keys:
    """An asking's keys; each is parsed when it is first asked for."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self._kept = kept
        self._parsed: dict[int, RSAPrivateKey] = {}

    def as_kept(self) -> dict[str, Any]:
        """As they are written to the file."""
        return self._kept

    @cached_property
    def sealing(self) -> X25519PrivateKey:
        """The key that opens what was sealed."""
        return X25519PrivateKey.from_private_bytes(b64decode(self._kept["sealing"]))

    @cached_property
    def codes(self) -> bytes:
        """The secret that invitation codes are derived from."""
        return b64decode(self._kept["codes"])

    @property
    def strata(self) -> frozenset[int]:
        """The strata that have a key."""
        return frozenset(int(number) for number in self._kept["strata"])

    def stratum(self, number: int) -> RSAPrivateKey:
        """The signing key of a stratum; KeyError where it has none.

        Whether it is a proper key is not examined, which takes as long as making one: it was made here, and what is
        signed with it is checked.
        """
        if number not in self._parsed:
            der = b64decode(self._kept["strata"][str(number)])
            self._parsed[number] = cast(
                "RSAPrivateKey", load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
            )
        return self._parsed[number]

    def public(self) -> Public:
        """The public halves; it parses every key."""
        sealing = self.sealing.public_key().public_bytes_raw()
        return Public(sealing, {number: spki(self.stratum(number).public_key()) for number in sorted(self.strata)})


def spki(public: RSAPublicKey) -> bytes:
    """A public key as browsers read it: SubjectPublicKeyInfo, DER."""
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def draw(strata: Iterable[int], *, progress: Callable[[float], None]) -> Keys:
    """Fresh keys, kept nowhere yet; `progress` is told the share that is done, after each stratum (about 0.1 s)."""
    return Keys(_fresh(sorted(set(strata)), progress))


def keep(asking: UUID, drawn: Keys) -> None:
    """Write the keys of an asking into its file, in place of what an attempt that broke off left there.

    For who holds the asking's row, and has seen that nothing is prepared: keys that people may have been told of are
    never replaced.
    """
    destroy(asking)
    _keep(asking, drawn.as_kept())


def kept() -> list[UUID]:
    """The askings of which there is a key file here."""
    return [UUID(path.stem) for path in Path(settings.ACCORD_KEYS).glob(f"{'?' * 36}.json")]


def load(asking: UUID) -> Keys:
    """The keys of an asking, read once a process. Raises KeysMissing.

    Whether the file is still there is looked at every time: once it is destroyed, no process goes on with what it read.
    """
    path = _path(asking)
    if not path.exists():
        forget()
        raise KeysMissing(f"The keys of asking {asking} are not in {path.parent}.")
    return _read(path)


def forget() -> None:
    """Let go of the keys that this process has read."""
    _read.cache_clear()


def destroy(asking: UUID) -> None:
    """Overwrite and remove the key file of an asking, and what a broken-off `keep` left; nothing where there is none.

    What this does not reach: blocks that a solid-state disk or a copy-on-write file system set aside when it wrote
    elsewhere, snapshots, backups of this folder, and the memory of processes until they end or reuse it. Who promises
    that keys are gone keeps this folder out of snapshots, or on an encrypted disk.
    """
    folder = _path(asking).parent
    for path in sorted(folder.glob(f"{asking}.*")):
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    if folder.exists():
        sync(folder)
    forget()


def _path(asking: UUID) -> Path:
    return Path(settings.ACCORD_KEYS) / f"{asking}.json"


@lru_cache(maxsize=32)
def _read(path: Path) -> Keys:
    return Keys(json.loads(path.read_bytes()))


def _fresh(strata: list[int], progress: Callable[[float], None]) -> dict[str, Any]:
    made = {}
    for done, number in enumerate(strata, start=1):
        der = tokens.make_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        made[str(number)] = _text(der)
        progress(done / len(strata))
    sealing = X25519PrivateKey.generate().private_bytes_raw()
    return {"sealing": _text(sealing), "codes": _text(secrets.token_bytes(CODES_BYTES)), "strata": made}


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def _keep(asking: UUID, kept: dict[str, Any]) -> None:
    """Write the file whole or not at all."""
    path = _path(asking)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)
