"""What a JSON schema means where the library says nothing. Knows no tokens.

The library refuses every keyword that it cannot enforce. Left to us: its own options inside a
schema, schemas that no finite text meets, keys that come twice, and 0 as a bound that excludes it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote

from inference.exceptions import InvalidRequest

LIBRARY_OPTIONS = "x-guidance"  # at the top of a schema; `lenient` would drop keywords silently
MOST_ROUNDS = 16  # of following references; real schemas need two or three
SCALARS = frozenset({"string", "number", "integer", "boolean", "null"})


def check_schema(schema: Any, name: str = "The JSON schema") -> dict[str, Any]:
    """The schema as a dict. Raises InvalidRequest for what no reply can meet; size was checked."""
    if schema is True:
        return {}
    if not isinstance(schema, Mapping):
        raise InvalidRequest(f"{name} must be an object, or true.")
    _check_gaps(schema, name)
    if not _can_end(schema, name):
        raise InvalidRequest(
            f"{name} asks for a value inside itself without an end. "
            "Make the property that refers back optional, or allow null in its place."
        )
    return {key: value for key, value in schema.items() if key != LIBRARY_OPTIONS}


def _check_gaps(schema: Any, name: str) -> None:
    """What the library takes and does not quite enforce."""
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            _check_property_count(node, name)
            _check_bounds_at_zero(node, name)
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _check_property_count(node: Mapping[str, Any], name: str) -> None:
    """A key can come twice and then counts once: so only one more than required is sure."""
    fewest, required = node.get("minProperties"), node.get("required")
    known = len(set(map(str, required))) if isinstance(required, list) else 0
    if isinstance(fewest, int) and fewest > known + 1:
        raise InvalidRequest(
            f"{name} has minProperties {fewest}, which cannot be enforced. "
            "Name the properties in `required` instead."
        )


def _check_bounds_at_zero(node: Mapping[str, Any], name: str) -> None:
    """Between 0 and less than 1 the library lets 0 pass, though it is excluded."""
    for excluding, others in (
        ("exclusiveMinimum", ("maximum", "exclusiveMaximum")),
        ("exclusiveMaximum", ("minimum", "exclusiveMinimum")),
    ):
        bounds = [node.get(other) for other in others]
        if node.get(excluding) == 0 and any(
            isinstance(bound, int | float) and abs(bound) < 1 for bound in bounds
        ):
            raise InvalidRequest(
                f"{name} has {excluding} 0 and another bound within 1 of it, which cannot be "
                "enforced. Use a bound next to 0 instead, such as 0.001."
            )


def _can_end(schema: Mapping[str, Any], name: str) -> bool:
    """Whether some finite value meets it: the least fixed point over all references."""
    targets = {ref: _resolve(schema, ref) for ref in _references(schema)}
    ending: set[str] = set()
    order = list(targets)
    for _ in range(MOST_ROUNDS):
        before = len(ending)
        for ref in order:
            if ref not in ending and _ends(targets[ref], ending):
                ending.add(ref)
        if len(ending) == before:
            return _ends(schema, ending)
        order.reverse()  # a chain is followed in one round, whichever way it was written
    raise InvalidRequest(f"{name} has references too tangled to follow. Use fewer $ref.")


def _references(schema: Any) -> list[str]:
    """In the order of the schema, each once."""
    found: dict[str, None] = {}
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            if isinstance(node.get("$ref"), str):
                found[node["$ref"]] = None
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return list(found)


def _resolve(schema: Any, ref: str) -> Any:
    """True for what is not a pointer into this schema: the library has the word on it."""
    node = schema
    for step in unquote(ref).split("/")[1:] if ref.startswith("#") else []:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list):
            node = node[int(key)] if key.isdecimal() and int(key) < len(node) else True
        else:
            node = node.get(key, True) if isinstance(node, Mapping) else True
    return node if ref.startswith("#") else True


def _ends(node: Any, ending: Collection[str]) -> bool:
    """Whether a finite value meets it when the references in `ending` have one."""
    if not isinstance(node, Mapping) or "const" in node or "enum" in node:
        return True
    if isinstance(node.get("$ref"), str) and node["$ref"] not in ending:
        return False
    if not all(_ends(one, ending) for one in _list(node, "allOf")):
        return False
    for key in ("anyOf", "oneOf"):
        if _list(node, key) and not any(_ends(one, ending) for one in _list(node, key)):
            return False
    kinds = node.get("type", [*SCALARS])
    if not isinstance(kinds, str | list):
        return True  # the library has the word on it
    kinds = {kinds} if isinstance(kinds, str) else set(map(str, kinds))
    return bool(
        kinds & SCALARS
        or ("object" in kinds and _object_ends(node, ending))
        or ("array" in kinds and _array_ends(node, ending))
        or not kinds & {"object", "array"}
    )


def _object_ends(node: Mapping[str, Any], ending: Collection[str]) -> bool:
    known = node.get("properties")
    known = known if isinstance(known, Mapping) else {}
    other = node.get("additionalProperties", True)
    return all(
        _ends(known.get(key, other), ending)
        for key in _list(node, "required")
        if isinstance(key, str)
    )


def _array_ends(node: Mapping[str, Any], ending: Collection[str]) -> bool:
    fewest = node.get("minItems", 0)
    fewest = fewest if isinstance(fewest, int) else 0
    first = _list(node, "prefixItems")
    rest = node.get("items", True)
    return all(_ends(one, ending) for one in first[:fewest]) and (
        fewest <= len(first) or _ends(rest, ending)
    )


def _list(node: Mapping[str, Any], key: str) -> list[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []
