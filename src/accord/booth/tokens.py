"""The signer's half of RSA blind signatures: RFC 9474, variant RSABSSA-SHA384-PSS-Randomized.

A respondent's browser blinds a message, the signer signs it unseen, the browser unblinds the signature. The message
and signature that are shown later fit every signing the signer ever did equally well, so they say only that somebody of
the stratum was admitted.

Limits. Python's integers do not take the same time for every value. So nothing secret meets a number that somebody else
chose: each blinded message is first multiplied by r^e, with a fresh random r, and the result by 1/r after signing. The
time that signing takes then depends on the key and on r, not on what was sent, so that choosing and measuring messages
tells nothing of the key but an average. Against somebody who runs on the same processor and watches its caches, this
does not protect.

A signature computed with a fault (a flipped bit) would give the key away; each is checked before it leaves.
"""

import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384

BITS, EXPONENT = 2048, 65537
PSS = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=48)


class NotBlinded(ValueError):
    """What was sent to be signed cannot be a blinded message under this key."""


class SigningFailed(RuntimeError):
    """The signature came out wrong, by a fault of the machine; it was not handed out."""


def make_key() -> rsa.RSAPrivateKey:
    """Make a stratum's key; about 0.1 s, at times several times that."""
    return rsa.generate_private_key(public_exponent=EXPONENT, key_size=BITS)


def blind_sign(key: rsa.RSAPrivateKey, blinded: bytes) -> bytes:
    """Sign a blinded message, as wide as the key's modulus (BlindSign of RFC 9474, section 4.3).

    >>> blind_sign(make_key(), bytes(255))
    Traceback (most recent call last):
    accord.booth.tokens.NotBlinded: A blinded message must be 256 bytes long. Got 255 instead.

    Raises NotBlinded where it is of another width, 0, or not below the modulus; SigningFailed on a fault.
    """
    numbers = key.private_numbers()
    n, e = numbers.public_numbers.n, numbers.public_numbers.e
    message = _number(blinded, n)
    r = secrets.randbelow(n - 1) + 1
    signed = _power_of_d(message * pow(r, e, n) % n, numbers) * pow(r, -1, n) % n
    if pow(signed, e, n) != message:
        raise SigningFailed("A blind signature came out wrong, by a fault of the machine. It was not handed out.")
    return signed.to_bytes(len(blinded), "big")


def verify(public: rsa.RSAPublicKey, prepared: bytes, signature: bytes) -> bool:
    """Whether the signature is one of this stratum's on the prepared message (the random prefix and what it is for)."""
    try:
        public.verify(signature, prepared, PSS, SHA384())
    except InvalidSignature:
        return False
    return True


def _number(blinded: bytes, n: int) -> int:
    width = (n.bit_length() + 7) // 8
    if len(blinded) != width:
        raise NotBlinded(f"A blinded message must be {width} bytes long. Got {len(blinded)} instead.")
    number = int.from_bytes(blinded, "big")
    if not 0 < number < n:
        raise NotBlinded("A blinded message must be a number above 0 and below the key's modulus. This one is not.")
    return number


def _power_of_d(base: int, numbers: rsa.RSAPrivateNumbers) -> int:
    """base^d mod n by the Chinese remainder theorem: a quarter of the time (RFC 8017, section 5.1.2, 2b)."""
    at_p = pow(base % numbers.p, numbers.dmp1, numbers.p)
    at_q = pow(base % numbers.q, numbers.dmq1, numbers.q)
    return at_q + numbers.q * ((at_p - at_q) * numbers.iqmp % numbers.p)
