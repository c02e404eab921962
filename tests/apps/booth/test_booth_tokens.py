"""Blind signatures, against the vectors of RFC 9474 and between the two halves."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from tests import respondent

from accord.booth import tokens

# RFC 9474, appendices A.1 (with the random prefix) and A.3 (without); they share key, message, salt and inverse. A.2
# and A.4 have no salt, which the signer does not verify. From the copies in Debian's golang-github-cloudflare-circl-dev
# 1.3.1 (A.3) and swift-crypto's rfc9474.json (A.1), and computed anew, the same, by code that is not kept here.
RFC = json.loads((Path(__file__).parents[2] / "fixtures/blind_rsa/rfc9474.json").read_text())


@dataclass(frozen=True)
class Vector:
    message: bytes
    salt: bytes
    inverse: int
    blinded: bytes
    blind_signature: bytes
    signature: bytes


def vector(texts: dict[str, str]) -> Vector:
    raw = {name: bytes.fromhex(text) for name, text in texts.items() if name != "name"}
    inverse = int.from_bytes(raw["inv"], "big")
    prepared = raw["msg_prefix"] + raw["msg"]
    return Vector(prepared, raw["salt"], inverse, raw["blinded_msg"], raw["blind_sig"], raw["sig"])


VECTORS = pytest.mark.parametrize("known", [vector(texts) for texts in RFC["vectors"]], ids=["A.1", "A.3"])


@pytest.fixture(scope="module")
def rfc() -> rsa.RSAPrivateKey:
    p, q, n, e, d = (int(RFC["key"][name], 16) for name in ("p", "q", "n", "e", "d"))
    exponents = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, *exponents, rsa.RSAPublicNumbers(e, n)).private_key()


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return tokens.make_key()


@VECTORS
def test_the_signer_signs_as_the_rfc_does(rfc: rsa.RSAPrivateKey, known: Vector) -> None:
    assert tokens.blind_sign(rfc, known.blinded) == known.blind_signature
    assert tokens.verify(rfc.public_key(), known.message, known.signature)


@VECTORS
def test_the_respondents_twin_blinds_and_finishes_as_the_rfc_does(rfc: rsa.RSAPrivateKey, known: Vector) -> None:
    public = rfc.public_key()
    blinded = respondent.blind(public, known.message, salt=known.salt, inverse=known.inverse)
    assert blinded.message == known.blinded
    assert respondent.finalize(public, known.message, known.blind_signature, known.inverse) == known.signature


def test_a_key_is_of_2048_bits_and_the_usual_exponent(key: rsa.RSAPrivateKey) -> None:
    assert (key.key_size, key.private_numbers().public_numbers.e) == (2048, 65537)


def test_what_is_signed_blind_verifies_once_finished_and_differs_from_all_that_the_signer_saw(
    key: rsa.RSAPrivateKey,
) -> None:
    public = key.public_key()
    prepared = respondent.prepare(secrets.token_bytes(32))
    blinded = respondent.blind(public, prepared)
    blind_signature = tokens.blind_sign(key, blinded.message)
    signature = respondent.finalize(public, prepared, blind_signature, blinded.inverse)
    assert tokens.verify(public, prepared, signature)
    assert signature not in {blinded.message, blind_signature}
    assert not tokens.verify(public, prepared, blind_signature)


def test_the_same_blinded_message_gets_the_same_signature_whatever_the_signers_randomness(
    key: rsa.RSAPrivateKey,
) -> None:
    blinded = respondent.blind(key.public_key(), respondent.prepare(b"")).message
    assert len({tokens.blind_sign(key, blinded) for _ in range(5)}) == 1


def test_a_chosen_message_never_meets_the_secret_exponent(
    key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[int] = []
    plain = tokens._power_of_d
    monkeypatch.setattr(tokens, "_power_of_d", lambda base, numbers: met.append(base) or plain(base, numbers))
    for _ in range(10):
        tokens.blind_sign(key, bytes(255) + b"\x02")
    assert len({*met, 2}) == 11


def test_a_signature_is_good_for_its_message_and_its_stratum_only(key: rsa.RSAPrivateKey) -> None:
    public, prepared = key.public_key(), respondent.prepare(b"")
    blinded = respondent.blind(public, prepared)
    signature = respondent.finalize(public, prepared, tokens.blind_sign(key, blinded.message), blinded.inverse)
    assert not tokens.verify(tokens.make_key().public_key(), prepared, signature)
    assert not tokens.verify(public, prepared[:-1] + bytes([prepared[-1] ^ 1]), signature)
    assert not tokens.verify(public, prepared, bytes([signature[0] ^ 1]) + signature[1:])


@pytest.mark.parametrize("signature", [b"", bytes(255), bytes(256), b"\xff" * 256, bytes(257)])
def test_what_is_no_signature_is_refused(key: rsa.RSAPrivateKey, signature: bytes) -> None:
    assert not tokens.verify(key.public_key(), bytes(64), signature)


@pytest.mark.parametrize("length", [0, 1, 255, 257, 512])
def test_a_blinded_message_of_another_width_is_refused(key: rsa.RSAPrivateKey, length: int) -> None:
    with pytest.raises(tokens.NotBlinded, match=f"must be 256 bytes long. Got {length} instead"):
        tokens.blind_sign(key, b"\x01" * length)


def test_a_number_out_of_range_is_refused(key: rsa.RSAPrivateKey) -> None:
    n = key.public_key().public_numbers().n
    for number in (0, n, n + 1, 2**2048 - 1):
        with pytest.raises(tokens.NotBlinded, match="above 0 and below the key's modulus"):
            tokens.blind_sign(key, number.to_bytes(256, "big"))
    assert tokens.blind_sign(key, (1).to_bytes(256, "big")) == (1).to_bytes(256, "big")


def test_a_faulty_signature_is_not_handed_out(key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tokens._power_of_d
    monkeypatch.setattr(tokens, "_power_of_d", lambda base, numbers: plain(base, numbers) ^ 1)
    with pytest.raises(tokens.SigningFailed, match="not handed out"):
        tokens.blind_sign(key, bytes(255) + b"\x02")
