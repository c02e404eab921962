"""Public functions of the core change no input, and give the same answer for the same seed."""

import copy
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from tests.rules.core_examples import EXAMPLES
from tests.rules.public import public

SEED = 20261123
FUNCTIONS = {
    name.removeprefix("accord.core."): function
    for name, function in public("accord.core")
    if inspect.isfunction(function)
}


def parts_of(value: object) -> Iterator[object]:
    """Everything inside a value that could be written into, and the plain values it is made of."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from parts_of(list(value.items()))
    elif isinstance(value, list | tuple | Iterator):
        for part in value:
            yield from parts_of(part)
    elif sparse.issparse(value):
        yield from (value.data, value.indices, value.indptr)
    else:
        yield value


def freeze(value: object) -> None:
    for part in parts_of(value):
        if isinstance(part, np.ndarray):
            part.flags.writeable = False


def plain(value: object) -> list[object]:
    """A value as something that `==` compares, NaN equal to NaN."""
    return [(part.shape, part.dtype.str, part.tobytes()) if isinstance(part, np.ndarray) else repr(part)
            for part in parts_of(value)]  # fmt: skip


def without_rng(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if not isinstance(value, np.random.Generator)}


def call(name: str, *, frozen: bool) -> tuple[list[object], dict[str, Any]]:
    arguments = EXAMPLES[name](np.random.default_rng(SEED))
    if frozen:
        freeze(arguments)
    return plain(FUNCTIONS[name](**arguments)), without_rng(arguments)


def test_every_public_function_has_sample_arguments() -> None:
    assert sorted(FUNCTIONS) == sorted(EXAMPLES)


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) & set(EXAMPLES)))
def test_a_function_changes_no_input(name: str) -> None:
    before = copy.deepcopy(without_rng(EXAMPLES[name](np.random.default_rng(SEED))))
    _, after = call(name, frozen=True)
    assert plain(after) == plain(before)


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) & set(EXAMPLES)))
def test_the_same_seed_gives_the_same_answer(name: str) -> None:
    np.random.seed(1)
    first, _ = call(name, frozen=False)
    np.random.seed(2)
    again, _ = call(name, frozen=False)
    assert first == again


def test_what_randomness_a_function_takes_is_an_argument_named_rng() -> None:
    taking = {name for name, function in FUNCTIONS.items() if "rng" in inspect.signature(function).parameters}
    given = {name for name in EXAMPLES if "rng" in EXAMPLES[name](np.random.default_rng(SEED))}
    assert taking == given


def test_a_write_into_an_argument_would_be_found() -> None:
    values = np.arange(3.0)
    freeze({"values": [values]})
    with pytest.raises(ValueError, match="read-only"):
        values += 1
