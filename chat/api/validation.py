"""What pydantic finds wrong in a call, by the name of the field as its caller wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ninja.errors import ValidationError

from chat.api.problems import InvalidCall

Place = Sequence[str]
Fault = dict[str, Any]  # one error of pydantic's

MOST_FAULTS = 200  # that are looked at; a body can have a million


def from_validation(error: ValidationError, body: Any) -> InvalidCall:
    """body: as it was read; `None` where nothing in it is wrong."""
    faults = [(fault, _place_of(fault, body)) for fault in error.errors[:MOST_FAULTS]]
    # Where several kinds are allowed, what is wrong within one says more than not being another.
    first, place = min(
        faults, key=lambda one: (-len(one[1]), str(one[0]["type"]).endswith("_type"))
    )
    param = ".".join(place) or None
    if first["type"] == "extra_forbidden":
        return InvalidCall(f"Unknown parameter: {param!r}.", param=param, code="unknown_parameter")
    if first["type"] == "missing" and param:
        return InvalidCall(
            f"Missing required parameter: {param!r}.",
            param=param,
            code="missing_required_parameter",
        )
    return InvalidCall(f"{param or 'body'}: {first['msg']}.", param=param, code="invalid_value")


def _place_of(fault: Fault, body: Any) -> Place:
    """Such as messages, 0, content."""
    where, *parts = fault["loc"]
    if where != "body":
        return [str(parts[0])]
    parts = parts[1:]  # before its places in the body comes the name of our argument
    if fault["type"] == "missing":
        return [*_found(parts[:-1], body)[0], *map(str, parts[-1:])]
    return _found(parts, body)[0]


def _found(parts: Sequence[Any], value: Any) -> tuple[Place, bool]:
    """Without the names of our types, which pydantic puts between, and whether it leads to the last
    part. Where the name of a type is a field's as well, as in `{"type": "text", "text": …}`, it is
    read as that of the type unless what follows is to be found in the field alone."""
    is_last = False
    place: list[str] = []
    for number, part in enumerate(parts):
        is_last = _has(value, part)
        if is_last and part in _types(value):
            rest = parts[number + 1 :]
            over, within = _found(rest, value), _found(rest, value[part])
            if rest and (over[1] or len(over[0]) > len(within[0]) + 1):
                return [*place, *over[0]], over[1]
            return [*place, str(part), *within[0]], within[1] or not rest
        if is_last:
            place.append(str(part))
            value = value[part]
    return place, is_last


def _has(value: Any, part: Any) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _types(value: Any) -> Sequence[Any]:
    return (value.get("type"), value.get("role")) if isinstance(value, dict) else ()
