"""Forms that replies must have, what is wrong with a reply that has another, and requests that are
wrong themselves. Knows no requests on their way."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import jsonschema

from benchmarks.soak.oracle import Check, Reading
from inference.contract import Grammar, GrammarKind

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "size": {"type": "integer", "minimum": 0, "maximum": 9},
        "tags": {"type": "array", "items": {"enum": ["red", "blue"]}, "maxItems": 3},
    },
    "required": ["name", "size", "tags"],
    "additionalProperties": False,
}
LIST_SCHEMA: Mapping[str, Any] = {
    "type": "array",
    "items": {"type": "string", "minLength": 1, "maxLength": 30},
    "minItems": 1,
    "maxItems": 4,
}
PATTERN = r"[A-Z][a-z]{2,8}, \d{1,3}\."
TEXTS = ("yes", "no", "I do not know")


def fits(schema: Mapping[str, Any]) -> Check:
    def check(reading: Reading) -> str:
        if reading.ending != "stop":
            return ""
        try:
            jsonschema.validate(json.loads(reading.text()), schema)
        except (ValueError, jsonschema.ValidationError) as error:
            return f"{reading.text()!r} does not fit its schema: {str(error)[:100]}"
        return ""

    return check


def matches(pattern: str) -> Check:
    def check(reading: Reading) -> str:
        is_wrong = reading.ending == "stop" and not re.fullmatch(pattern, reading.text())
        return f"{reading.text()!r} does not match {pattern}" if is_wrong else ""

    return check


def is_one_of(texts: Sequence[str]) -> Check:
    def check(reading: Reading) -> str:
        is_wrong = reading.ending == "stop" and reading.text() not in texts
        return f"{reading.text()!r} is none of {texts}" if is_wrong else ""

    return check


def all_choices_end(count: int) -> Check:
    def check(reading: Reading) -> str:
        is_whole = reading.ending in ("stop", "length")
        if is_whole and sorted(reading.choice_endings) != list(range(count)):
            return f"of {count} choices these ended: {reading.choice_endings}"
        return ""

    return check


def holds_none_of(stop: Sequence[str]) -> Check:
    def check(reading: Reading) -> str:
        found = [one for one in stop if one in reading.text()]
        return f"stop strings are in its text: {found}" if found else ""

    return check


def has_logprobs(reading: Reading) -> str:
    if reading.text() and not reading.logprob_count:
        return "its text came without logprobs"
    return ""


FORMS: Sequence[tuple[GrammarKind, Any, Check]] = (
    ("json_object", None, fits({"type": "object"})),
    ("json_schema", SCHEMA, fits(SCHEMA)),
    ("json_schema", LIST_SCHEMA, fits(LIST_SCHEMA)),
    ("regex", PATTERN, matches(PATTERN)),
    ("choice", list(TEXTS), is_one_of(TEXTS)),
)

# Fields of the sampling, and of the request: each is refused by its worker with `validation`.
INVALID: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]] = (
    ({"temperature": -1}, {}),
    ({"temperature": 3.5}, {}),
    ({"top_p": 0}, {}),
    ({"top_k": 10**9}, {}),
    ({"min_p": 2}, {}),
    ({"repetition_penalty": 0}, {}),
    ({"max_tokens": 0}, {}),
    ({"stop": ("",)}, {}),
    ({"stop": ("a", "b", "c", "d", "e")}, {}),
    ({"logprobs": 21}, {}),
    ({"logit_bias": {10**7: 1.0}}, {}),
    ({}, {"choices": 9}),
    ({}, {"grammar": Grammar(kind="regex", value="(")}),
    ({}, {"grammar": Grammar(kind="json_schema", value={"type": "no such type"})}),
    ({}, {"grammar": Grammar(kind="choice", value=[])}),
)
