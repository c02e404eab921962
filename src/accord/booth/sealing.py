"""Sealing to a round's key: what is sealed can be opened by the holder of the private key only, in that round only.

HPKE (RFC 9180, base mode) as `cryptography` has it: X25519 with a fresh key for each seal, HKDF-SHA256,
ChaCha20-Poly1305. The round's id goes into the key's derivation, so that nothing sealed in one round opens in another.

Before sealing, the plaintext is padded to a power of two of at least 512 bytes, so that the length tells nothing about
an answer as long as the answers of a round fall into one size. Answers of choices alone do. Who asks for comments caps
them, so that few outgrow the size of the rest; what a longer one then tells is its size to the next doubling.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SMALLEST = 512
"""The least size that a plaintext is padded to, in bytes; the fresh public key and the seal's tag add 48."""

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class NotOurs(ValueError):
    """Something sealed does not open: changed, of another round, or sealed to another key."""


def seal(public: bytes, plaintext: bytes, *, about: UUID) -> bytes:
    """Seal to a round's public key (32 bytes, raw); `about` is the id of the asking that the key is of."""
    return SUITE.encrypt(_pad(plaintext), X25519PublicKey.from_public_bytes(public), info=_info(about))


def open_sealed(private: X25519PrivateKey, sealed: bytes, *, about: UUID) -> bytes:
    """Open what was sealed to this key about this asking; raises NotOurs where it was not, or was changed since."""
    try:
        return _unpad(SUITE.decrypt(sealed, private, info=_info(about)))
    except InvalidTag:
        raise NotOurs("A sealed answer does not open: it was changed, or sealed for another round.") from None


def _info(about: UUID) -> bytes:
    return b"accord answer\0" + about.bytes


def _pad(plaintext: bytes) -> bytes:
    """A byte 1 and zeros to the next size, which gives the plaintext's end away to nobody but the opener.

    >>> len(_pad(b"")), len(_pad(bytes(511))), len(_pad(bytes(512)))
    (512, 512, 1024)
    """
    size = max(SMALLEST, 1 << len(plaintext).bit_length())
    return plaintext + b"\x01" + bytes(size - len(plaintext) - 1)


def _unpad(padded: bytes) -> bytes:
    return padded[: padded.rindex(b"\x01")]
