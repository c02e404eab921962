"""The respondent's half of RFC 9474 (RSABSSA-SHA384-PSS-Randomized), slow and plain; the browser's twin."""

import math
import secrets
from dataclasses import dataclass
from hashlib import sha384

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from accord.booth import tokens

HASH = SALT = 48


@dataclass(frozen=True)
class Blinded:
    """What goes to the signer, and what is kept to unblind the answer."""

    message: bytes
    inverse: int


def prepare(message: bytes) -> bytes:
    """The message behind 32 random bytes."""
    return secrets.token_bytes(32) + message


def blind(public: RSAPublicKey, prepared: bytes, *, salt: bytes | None = None, inverse: int | None = None) -> Blinded:
    """Section 4.2; `salt` and `inverse` are given by test vectors only."""
    n, e = public.public_numbers().n, public.public_numbers().e
    encoded = encode(prepared, secrets.token_bytes(SALT) if salt is None else salt, bits=n.bit_length() - 1)
    message = int.from_bytes(encoded, "big")
    assert math.gcd(message, n) == 1
    inverse = inverse or pow(secrets.randbelow(n - 1) + 1, -1, n)
    blinded = message * pow(pow(inverse, -1, n), e, n) % n
    return Blinded(blinded.to_bytes(width(public), "big"), inverse)


def finalize(public: RSAPublicKey, prepared: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """Section 4.4."""
    signature = int.from_bytes(blind_signature, "big") * inverse % public.public_numbers().n
    unblinded = signature.to_bytes(width(public), "big")
    assert tokens.verify(public, prepared, unblinded)
    return unblinded


def encode(message: bytes, salt: bytes, *, bits: int) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, section 9.1.1."""
    length = -(-bits // 8)
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(length - HASH - len(salt) - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, mask(digest, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def mask(seed: bytes, length: int) -> bytes:
    """MGF1 of RFC 8017, appendix B.2.1."""
    blocks = (sha384(seed + count.to_bytes(4, "big")).digest() for count in range(-(-length // HASH)))
    return b"".join(blocks)[:length]


def width(public: RSAPublicKey) -> int:
    return (public.key_size + 7) // 8
