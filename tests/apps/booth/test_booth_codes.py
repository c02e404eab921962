"""Invitation codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.booth import codes

SECRETS, NUMBERS = st.binary(min_size=32, max_size=32), st.integers(0, 2**40)


@given(SECRETS, NUMBERS)
def test_a_code_has_16_signs_that_are_not_misread(secret: bytes, number: int) -> None:
    code = codes.code(secret, number)
    assert len(code) == 16
    assert set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert code == codes.code(secret, number)


def test_numbers_and_secrets_give_codes_of_their_own() -> None:
    made = {codes.code(secret, number) for secret in (bytes(32), b"\x01" * 32) for number in range(1000)}
    assert len(made) == 2000
    assert {sign for code in made for sign in code} == set(codes.SIGNS)


@given(SECRETS, NUMBERS, st.data())
def test_what_people_make_of_a_code_is_the_code(secret: bytes, number: int, data: st.DataObject) -> None:
    code = codes.code(secret, number)
    variants = {"0": "0Oo", "1": "1IiLl"}
    typed = [data.draw(st.sampled_from(variants.get(sign, sign + sign.lower()))) for sign in code]
    between = st.sampled_from(["", "", "-", " ", " – ", "\t", "\u00a0"])
    text = "".join(data.draw(between) + sign for sign in typed) + data.draw(between)
    assert codes.clean_code(text) == code
    assert codes.clean_code(codes.printed(code)) == code


@pytest.mark.parametrize("sign", ["U", "u", "é", "?", "\uff11", "ß", "İ"])
def test_a_sign_that_no_code_has_is_named(sign: str) -> None:
    with pytest.raises(codes.NotACode, match=f"no U. This has “\\{sign}”" if sign == "?" else f"This has “{sign}”"):
        codes.clean_code("MJGH-SSFV-X3WP-QWR" + sign)


@pytest.mark.parametrize(("text", "length"), [("", 0), ("--", 0), ("MJGH-SSFV-X3WP-QWR", 15), ("A" * 17, 17)])
def test_a_code_of_another_length_is_refused(text: str, length: int) -> None:
    with pytest.raises(codes.NotACode, match=f"has 16 letters and digits. This has {length}"):
        codes.clean_code(text)
