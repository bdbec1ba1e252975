"""What a grammar may cost at most, checked before any library sees it. Knows no library.

Every check is one pass without recursion: its time grows with the size, and the size is bounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from inference.exceptions import InvalidRequest

MOST_BYTES = 256 * 1024  # of a schema as JSON, of a pattern, of all choices: far above real ones
MOST_DEPTH = 64  # of nested JSON; the library's own JSON reader gives up at 128
MOST_ENUM_VALUES = 5_000  # in one schema, and of `choice`
MOST_REFERENCES = 500  # each is followed when compiling
MOST_PATTERN_CHARACTERS = 2_000
MOST_TOOLS = 128  # as in OpenAI's API

TRIAL_CPU_SECONDS = 2.0  # for compiling and a few steps; real schemas take milliseconds
TRIAL_SECONDS = 20.0  # by the clock, on a machine that has no time for it
TRIAL_BYTES = 256 * 1024 * 1024  # that compiling may take in addition

# What one mask may cost in the engine's thread, where everybody waits. The library gives up the
# one reply beyond them. A step within these took under 30 ms on a slow core.
STEP_LIMITS = {
    "step_lexer_fuel": 200_000,
    "step_max_items": 50_000,
    "max_items_in_row": 2_000,
    "max_lexer_states": 30_000,  # of up to 2 KB each, so up to 60 MB for a reply
    "initial_lexer_fuel": 1_000_000,
    "max_grammar_size": 500_000,
}


def check_schema_size(schema: Any, name: str = "The JSON schema") -> None:
    """Raises InvalidRequest when it is deeper, longer or has more values than allowed."""
    enum_values = references = 0
    for node, depth in _nodes(schema):
        if depth > MOST_DEPTH:
            raise InvalidRequest(
                f"{name} is nested deeper than {MOST_DEPTH} levels. Make it flatter, or use $ref."
            )
        if isinstance(node, dict):
            enum_values += len(node["enum"]) if isinstance(node.get("enum"), list) else 0
            references += isinstance(node.get("$ref"), str)
            _check_patterns(node, name)
    if enum_values > MOST_ENUM_VALUES:
        raise InvalidRequest(
            f"{name} has {enum_values:,} enum values; {MOST_ENUM_VALUES:,} are allowed. "
            'Use {"type": "string"} with a pattern instead.'
        )
    if references > MOST_REFERENCES:
        raise InvalidRequest(
            f"{name} has {references:,} $ref; {MOST_REFERENCES:,} are allowed. Use fewer."
        )
    check_text_size(_json(schema, name), name)


def check_text_size(text: str, name: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InvalidRequest(f"{name} is not Unicode: it has half of a surrogate pair.") from error
    if size > MOST_BYTES:
        raise InvalidRequest(f"{name} has {size:,} bytes; {MOST_BYTES:,} are allowed.")


def check_pattern(pattern: Any, name: str) -> None:
    if not isinstance(pattern, str) or not pattern:
        raise InvalidRequest(f"{name} must be a text with a regular expression.")
    if len(pattern) > MOST_PATTERN_CHARACTERS:
        raise InvalidRequest(
            f"{name} has {len(pattern):,} characters; {MOST_PATTERN_CHARACTERS:,} are allowed."
        )
    check_text_size(pattern, name)


def check_choices(choices: Any) -> Sequence[str]:
    if not isinstance(choices, list | tuple) or not choices:
        raise InvalidRequest("The choice must be a list of texts.")
    if len(choices) > MOST_ENUM_VALUES:
        raise InvalidRequest(
            f"There are {len(choices):,} choices; {MOST_ENUM_VALUES:,} are allowed."
        )
    if not all(isinstance(one, str) and one for one in choices):
        raise InvalidRequest("Every choice must be a text that is not empty.")
    check_text_size("".join(choices), "The choice")
    return choices


def _check_patterns(node: dict[str, Any], name: str) -> None:
    patterns = [node["pattern"]] if isinstance(node.get("pattern"), str) else []
    if isinstance(node.get("patternProperties"), dict):
        patterns += map(str, node["patternProperties"])
    for pattern in patterns:
        check_pattern(pattern or "(?:)", f"A pattern of {name[0].lower()}{name[1:]}")


def _json(schema: Any, name: str) -> str:
    try:
        return json.dumps(schema, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidRequest(f"{name} is not JSON: {error}.") from error


def _nodes(root: Any) -> Iterator[tuple[Any, int]]:
    """Every value with its depth, parents first, stopping below what is too deep."""
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        if isinstance(node, dict):
            waiting += [(one, depth + 1) for one in node.values()]
        elif isinstance(node, list | tuple):
            waiting += [(one, depth + 1) for one in node]
