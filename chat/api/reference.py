"""The OpenAPI document in words, for people. Knows no page and no operation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SHAPE = "#/components/schemas/"
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \|(.*)\|$", re.MULTILINE)
BOUNDS = (
    ("minimum", "at least {}"),
    ("exclusiveMinimum", "over {}"),
    ("maximum", "up to {}"),
    ("exclusiveMaximum", "under {}"),
    ("minItems", "at least {}"),
    ("maxItems", "up to {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "up to {} characters"),
)
LARGEST = 2**53  # a bound beyond it is one of computers, not of ours
# What the second column of docs/api.md's tables says, if it is not the only value that is taken.
BEFORE = {"yes": "", "hint": "A hint, without an effect on the answer. ", "refused": "Refused. "}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """Part of a sentence. shape: which one it leads to. is_code: written as it stands."""

    text: str
    shape: str = ""
    is_code: bool = False


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a shape. kind: what it may be."""

    name: str
    kind: Words
    is_required: bool
    meaning: Words = ()


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    about: Words
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """shape: `None`: there is no body. is_streamed: server-sent events can be had."""

    status: str
    shape: str | None
    is_streamed: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """scope: which a key must have; `None`: none is needed."""

    name: str
    method: str
    path: str
    summary: str
    about: Words
    scope: str | None
    parameters: tuple[Field, ...]
    body: Shape | None
    answers: tuple[Answer, ...]


def list_operations(document: Json, handbook: str) -> dict[str, list[Operation]]:
    """By family. handbook: docs/api.md, which tells what parameters mean."""
    families: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            operation = _operation(document, handbook, f"{method.upper()} {path}", told)
            families.setdefault(told["tags"][0], []).append(operation)
    return families


def list_shapes(document: Json) -> list[Shape]:
    schemas = document["components"]["schemas"]
    return [_shape(name, schema) for name, schema in sorted(schemas.items())]


def _operation(document: Json, handbook: str, title: str, told: Json) -> Operation:
    method, _, path = title.partition(" ")
    return Operation(
        name=told["operationId"],
        method=method,
        path=path,
        summary=told["summary"],
        about=tuple(_spoken(told.get("description", ""))),
        scope=next((one for scopes in told.get("security", ()) for one in scopes["KeyAuth"]), None),
        parameters=tuple(
            Field(one["name"], _value(one["schema"], one["required"]), one["required"])
            for one in told["parameters"]
        ),
        body=_body(document, told, _meanings(path, handbook)),
        answers=tuple(_answer(status, one) for status, one in told["responses"].items()),
    )


def _body(document: Json, told: Json, meanings: Mapping[str, Words]) -> Shape | None:
    if "requestBody" not in told:
        return None
    name = _shape_name(told["requestBody"]["content"]["application/json"]["schema"])
    return _shape(name, document["components"]["schemas"][name], meanings)


def _answer(status: str, told: Json) -> Answer:
    contents = told.get("content", {})
    whole = contents.get("application/json")
    return Answer(
        status=status,
        shape=whole and _shape_name(whole["schema"]),
        is_streamed="text/event-stream" in contents,
    )


def _shape(name: str, schema: Json, meanings: Mapping[str, Words] | None = None) -> Shape:
    """meanings: in the order in which fields are to be read."""
    required, kinds = schema.get("required", ()), schema.get("properties", {})
    order = {field: place for place, field in enumerate(meanings or ())}
    fields = tuple(
        Field(field, _value(kinds[field], field in required), field in required, meaning)
        for field in sorted(kinds, key=lambda field: order.get(field, len(order)))
        for meaning in [(meanings or {}).get(field, ())]
    )
    return Shape(name, tuple(_spoken(schema.get("description", ""))), fields)


# --- what a value may be --------------------------------------------------------------------------


def _value(schema: Json, is_required: bool) -> Words:
    """What may be left out may be null as well, and that is not worth a word."""
    kinds = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return tuple(_kind({"anyOf": kinds} if kinds and not is_required else schema))


def _kind(schema: Json) -> Iterator[Word]:
    if "$ref" in schema:
        name = _shape_name(schema)
        yield Word(name, shape=name)
    elif "const" in schema:
        yield _code(schema["const"])
    elif "enum" in schema:
        yield from _joined([[_code(one)] for one in schema["enum"]])
    elif "anyOf" in schema or "oneOf" in schema:
        yield from _joined([list(_kind(one)) for one in schema.get("anyOf") or schema["oneOf"]])
    else:
        yield from _plain(schema)


def _plain(schema: Json) -> Iterator[Word]:
    kind = str(schema.get("type", "anything"))
    yield Word("list" if kind == "array" else kind)
    inner = schema.get("items") or schema.get("additionalProperties")
    if isinstance(inner, Mapping) and inner:
        yield Word(" of ")
        yield from _kind(inner)
    bounds = [
        words.format(schema[name])
        for name, words in BOUNDS
        if abs(schema.get(name, LARGEST)) < LARGEST
    ]
    if bounds:
        yield Word(f", {', '.join(bounds)}")


def _joined(kinds: list[list[Word]]) -> Iterator[Word]:
    for place, kind in enumerate(kinds):
        if place:
            yield Word(" or ")
        yield from kind


def _code(value: Any) -> Word:
    return Word(json.dumps(value), is_code=True)


def _shape_name(schema: Json) -> str:
    name: str = schema["$ref"].removeprefix(SHAPE)
    return name


# --- what a parameter means -----------------------------------------------------------------------


def _meanings(path: str, handbook: str) -> dict[str, Words]:
    """From the table in the chapter of this route."""
    _, _, chapter = handbook.partition(f"\n## `{path}`\n")
    rows = ROW.findall(chapter.partition("\n## ")[0])
    return {name: tuple(_sentence(support, told.strip())) for name, support, told in rows}


def _sentence(support: str, told: str) -> Iterator[Word]:
    return _spoken(BEFORE.get(support, f"Only {support}. ") + told)


def _spoken(text: str) -> Iterator[Word]:
    """With what stands between backticks as code."""
    for place, piece in enumerate(text.split("`")):
        if piece:
            yield Word(piece, is_code=place % 2 == 1)
