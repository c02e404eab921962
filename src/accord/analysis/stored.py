"""A picture and a standing as text that can be kept, and read again as it was."""

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from accord.analysis.exports import plain
from accord.analysis.results import Picture
from accord.analysis.standing import Standing
from accord.core.estimates import Estimate, Reason, Reported, Withheld

T = TypeVar("T")


def picture_from_json(text: str) -> Picture:
    """The picture that `to_json` wrote.

    Text that it did not write raises whatever error comes first: it is for what Accord itself has kept.
    """
    return _build(Picture, json.loads(text))


def standing_to_json(standing: Standing) -> str:
    """A standing as JSON; the same standing always gives the same text."""
    return json.dumps(plain(standing), ensure_ascii=False, allow_nan=False)


def standing_from_json(text: str) -> Standing:
    """The standing that `standing_to_json` wrote.

    >>> standing_from_json('{"measures": {}}')
    Standing(measures={})
    """
    return _build(Standing, json.loads(text))


def _build(wanted: type[T], value: Any) -> T:
    """A value of JSON's types as what a field's type says it was."""
    return cast("T", _value(wanted, value))


def _value(wanted: Any, value: Any) -> Any:
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (UnionType, Union):
        return _one_of(inner, value)
    if origin is tuple:
        each = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_value(kind, part) for kind, part in zip(each, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {name: _value(inner[1], part) for name, part in value.items()}
    if is_dataclass(wanted):
        hints = _hints(cast(type, wanted))
        # What an earlier version did not know yet keeps its default.
        return cast(Any, wanted)(**{name: _value(hint, value[name]) for name, hint in hints.items() if name in value})
    return wanted(value) if issubclass(wanted, Enum) else value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """A figure by what it has, anything else by the one kind that is not None."""
    if value is None:
        return None
    if isinstance(value, dict) and "withheld" in value:
        return Withheld(Reason(value["withheld"]), value["minimum"])
    if Reported in kinds:
        return _value(Estimate if "low" in value else Reported, value)
    return _value(next(kind for kind in kinds if kind is not NoneType), value)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
