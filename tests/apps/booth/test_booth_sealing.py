"""Sealing to a round's key."""

from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from accord.booth.sealing import NotOurs, open_sealed, seal

KEY = X25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
ASKING = uuid4()


@given(st.binary(max_size=3000), st.uuids())
def test_what_is_sealed_opens_to_the_same(plaintext: bytes, asking: UUID) -> None:
    assert open_sealed(KEY, seal(PUBLIC, plaintext, about=asking), about=asking) == plaintext


@pytest.mark.parametrize("plaintext", [b"", b"\x01", b"\x01\x00\x00", bytes(511), b"\x01" * 512])
def test_padding_is_told_from_what_looks_like_it(plaintext: bytes) -> None:
    assert open_sealed(KEY, seal(PUBLIC, plaintext, about=ASKING), about=ASKING) == plaintext


@given(st.binary(max_size=511))
def test_answers_up_to_511_bytes_are_sealed_to_one_length(plaintext: bytes) -> None:
    assert len(seal(PUBLIC, plaintext, about=ASKING)) == 512 + 48


@pytest.mark.parametrize(("length", "padded"), [(512, 1024), (1023, 1024), (1024, 2048), (5000, 8192)])
def test_longer_ones_are_sealed_to_the_next_power_of_two(length: int, padded: int) -> None:
    assert len(seal(PUBLIC, bytes(length), about=ASKING)) == padded + 48


def test_changing_or_dropping_any_byte_is_noticed() -> None:
    sealed = seal(PUBLIC, b"an answer", about=ASKING)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        for broken in (changed, sealed[:place], sealed + sealed[: place + 1]):
            with pytest.raises(NotOurs, match="does not open"):
                open_sealed(KEY, broken, about=ASKING)


def test_what_is_sealed_in_one_round_opens_in_no_other() -> None:
    sealed = seal(PUBLIC, b"an answer", about=ASKING)
    with pytest.raises(NotOurs):
        open_sealed(KEY, sealed, about=uuid4())


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(NotOurs):
        open_sealed(X25519PrivateKey.generate(), seal(PUBLIC, b"an answer", about=ASKING), about=ASKING)


def test_equal_answers_look_different_and_show_nothing_of_themselves() -> None:
    sealed = {seal(PUBLIC, b"an answer", about=ASKING) for _ in range(50)}
    assert len({one[:32] for one in sealed}) == len({one[32:] for one in sealed}) == 50
    assert not any(b"answer" in one for one in sealed)
