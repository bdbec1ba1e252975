"""Grammars in llguidance's dialect of Lark. Knows no limits and compiles nothing.

Every text it makes starts with `start`; literals that contain special tokens become those tokens,
and nothing else can: a special token never is a part of a string.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from llguidance import regex_to_lark

from inference.backends.transformers.parsing import Thoughts, ToolFormat

MOST_CALLS = 16  # in one reply, when several are allowed
# Between the tokens of JSON: a line and its indentation. Without an end to it a model that likes
# white space would fill its whole reply with it.
WHITE_SPACE = r"\n? {0,20}"
AFTER_REASONING = r"\n{0,2}"  # templates leave a blank line there

SpecialTokens = Mapping[str, int]


def json_body(schema: Mapping[str, Any]) -> str:
    return f"%json {_schema(schema)}"


def regex_body(pattern: str) -> str:
    return f"/{regex_to_lark(pattern, use_ascii='dw')}/"  # as JSON Schema reads \d and \w


def choice_body(choices: Sequence[str]) -> str:
    return f"/{regex_to_lark('|'.join(map(re.escape, choices)), use_ascii='')}/"


def reply_grammar(body: str, specials: SpecialTokens, thoughts: Thoughts | None) -> str:
    return _with_thoughts([f"reply: {body}"], specials, thoughts)


def calls_grammar(
    tools: Sequence[tuple[str, Mapping[str, Any]]],
    tool_format: ToolFormat,
    specials: SpecialTokens,
    *,
    parallel: bool,
    thoughts: Thoughts | None,
    body: str = "",
) -> str:
    """tools: name and checked schema of the arguments of each that may be called. body: what the
    reply may be in place of calls; empty: nothing."""
    begin, end = (_literal(text, specials) for text in (tool_format.begin, tool_format.end))
    separator = _literal(tool_format.separator, specials)
    one = "call" if tool_format.is_list else f"{begin} call {end}"
    calls = f"{one} ({separator} {one}){{0,{MOST_CALLS - 1}}}" if parallel else one
    if tool_format.is_list:
        calls = f'{begin} "[" {calls} "]" {end}'
    if tool_format.optional_begin:
        calls = f"({_literal(tool_format.optional_begin, specials)})? {calls}"
    names = " | ".join(f"call_{number}" for number in range(len(tools)))
    rules = [f"reply: {calls}", f"call: {names}"]
    if body:
        rules = ["reply: calls | body", f"calls: {calls}", f"body: {body}", *rules[1:]]
    for number, (name, schema) in enumerate(tools):
        before, after = _around_arguments(name, tool_format, specials)
        rules.append(f"call_{number}: {before} arguments_{number} {after}")
        rules.append(f"arguments_{number}: {json_body(schema)}")
    return _with_thoughts(rules, specials, thoughts)


def _around_arguments(
    name: str, tool_format: ToolFormat, specials: SpecialTokens
) -> tuple[str, str]:
    if tool_format.arguments_marker:
        return f"{_quoted(name)} {_literal(tool_format.arguments_marker, specials)}", ""
    before = f'{{"name": {json.dumps(name)}, "{tool_format.arguments_key}": '
    return _quoted(before), _quoted("}")


def _with_thoughts(rules: Sequence[str], specials: SpecialTokens, thoughts: Thoughts | None) -> str:
    if thoughts is None:
        return "\n".join(["start: reply", *rules])
    closing = thoughts.markers.closing.strip()
    if closing in specials:
        thought = f"thought: /(?s:.*)/ <[{specials[closing]}]> /{AFTER_REASONING}/"
    else:
        pattern = regex_to_lark(f"(?s:.*){re.escape(closing)}", use_ascii="")
        thought = f"thought: free /{AFTER_REASONING}/\nfree[lazy]: /{pattern}/"
    opening = _literal(thoughts.markers.opening.strip(), specials)
    start = "start: thought reply" if thoughts.is_open else f"start: ({opening} thought)? reply"
    return "\n".join([start, thought, *rules])


def _literal(text: str, specials: SpecialTokens) -> str:
    """A sequence of strings and special tokens; `""` for nothing."""
    if not specials:
        return _quoted(text)
    pattern = "|".join(map(re.escape, sorted(specials, key=len, reverse=True)))
    pieces = [piece for piece in re.split(f"({pattern})", text) if piece]
    return " ".join(
        f"<[{specials[piece]}]>" if piece in specials else _quoted(piece) for piece in pieces
    ) or _quoted("")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _schema(schema: Mapping[str, Any]) -> str:
    options = {
        "whitespace_pattern": WHITE_SPACE,
        "lenient": False,  # a keyword that is ignored gives replies that do not validate
        "coerce_one_of": False,
    }
    return json.dumps({**schema, "x-guidance": options})
