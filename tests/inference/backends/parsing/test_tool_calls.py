"""Calls are told as they are written, however the reply is cut; what is no call stays text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.backends.transformers.parsing import (
    HERMES,
    LLAMA_3,
    MISTRAL,
    MISTRAL_NAMED,
    ToolFormat,
)
from inference.backends.transformers.parsing.tool_calls import ToolCallParser
from inference.contract import Part, ToolCall
from inference.transcript import Transcript
from tests.inference.support.call_formats import NAMES, every_format

Call = tuple[str, str]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
arguments = st.builds(
    json.dumps,
    st.dictionaries(st.text(max_size=6) | st.just("name"), values, max_size=3),
    indent=st.sampled_from([None, 2]),
    ensure_ascii=st.booleans(),
)
calls = st.lists(st.tuples(st.sampled_from(NAMES), arguments), min_size=1, max_size=3)
words = st.text(alphabet='ab {}<[|"\n', max_size=12)


def parse(
    reply: str, tool_format: ToolFormat, cuts: Iterable[int] = ()
) -> tuple[str, list[Call], list[Part]]:
    """Text, calls and parts of a reply that comes in pieces."""
    parser, parts = ToolCallParser(tool_format, NAMES), list[Part]()
    ends = [*sorted({min(cut, len(reply)) for cut in cuts}), len(reply)]
    for start, end in zip([0, *ends], ends, strict=False):
        parts += parser.push(reply[start:end])
    parts += parser.flush()
    transcript = Transcript()
    for part in parts:
        transcript.add(part)
    assert parser.count == len(transcript.tool_calls)
    return transcript.text, list(map(_call, transcript.tool_calls)), parts


def _call(call: ToolCall) -> Call:
    assert call.id.startswith("call_")
    return call.name, call.arguments


def write(some: Sequence[Call], tool_format: ToolFormat) -> str:
    """As a model of this format would."""
    if tool_format.arguments_marker:
        return "".join(
            f"{tool_format.begin}{name}{tool_format.arguments_marker}{text}" for name, text in some
        )
    key = tool_format.arguments_key
    written = [f'{{"name": "{name}", "{key}": {text}}}' for name, text in some]
    if tool_format.is_list:
        return f"{tool_format.begin}[{tool_format.separator.join(written)}]"
    marked = [f"{tool_format.begin}{one}{tool_format.end}" for one in written]
    return tool_format.separator.join(marked)


@every_format
@given(some=calls, cuts=st.lists(st.integers(min_value=0, max_value=300)))
def test_the_calls_of_a_reply_are_told_to_the_letter(
    tool_format: ToolFormat, some: list[Call], cuts: list[int]
) -> None:
    text, told, _ = parse(write(some, tool_format), tool_format, cuts)
    assert (text, told) == ("", some)


@every_format
@given(before=words, some=calls, after=words, cuts=st.lists(st.integers(0, 300), max_size=40))
def test_no_cut_of_a_reply_changes_what_it_says(
    tool_format: ToolFormat, before: str, some: list[Call], after: str, cuts: list[int]
) -> None:
    reply = before + write(some, tool_format) + after
    whole = parse(reply, tool_format)
    assert parse(reply, tool_format, cuts)[:2] == whole[:2]
    assert parse(reply, tool_format, range(len(reply)))[:2] == whole[:2]


@pytest.mark.parametrize("tool_format", [HERMES, MISTRAL, MISTRAL_NAMED], ids=lambda one: one.begin)
@given(before=st.text(alphabet="ab <[\n", max_size=12), some=calls)
def test_words_before_a_call_are_text(
    tool_format: ToolFormat, before: str, some: list[Call]
) -> None:
    text, told, parts = parse(before + write(some, tool_format), tool_format)
    assert (text, told) == (before.rstrip(), some)
    assert all(
        getattr(part, "text", "") or getattr(part, "id", "") or getattr(part, "arguments", "")
        for part in parts
    )


MARKERS = [
    *("<tool_call>", "</tool_call>", "[TOOL_CALLS]", "[ARGS]", "<|python_tag|>"),
    *('{"name": "', "clock", "nobody", '", "arguments": ', '{"a": [1, "}"]}', "}", "{", "]", "["),
    *('"', "\\", ",", ";", " ", "\n", "x", "é"),
]


@every_format
@given(pieces=st.lists(st.sampled_from(MARKERS), max_size=12), cuts=st.lists(st.integers(0, 99)))
def test_whatever_a_model_writes_no_cut_changes_it_and_no_part_is_empty(
    tool_format: ToolFormat, pieces: list[str], cuts: list[int]
) -> None:
    reply = "".join(pieces)
    text, told, parts = parse(reply, tool_format, cuts)
    assert (text, told) == parse(reply, tool_format)[:2]
    assert all(
        getattr(part, "text", "") or getattr(part, "id", "") or getattr(part, "arguments", "")
        for part in parts
    )


MALFORMED = [
    '{"name": "nobody", "arguments": {}}',
    '{"name": "clock"',
    '{"name": "clo',
    '{"arguments": {"a": 1}, "name": 5}',
    '{"nome": "clock", "arguments": {}}',
    "{name: clock}",
    '{"arguments": {"a": [1}}, "name": "clock"}',
    "clock()",
    '"clock"',
    "",
]


@every_format
@pytest.mark.parametrize("wrong", MALFORMED)
def test_what_is_no_call_is_text_to_the_letter(tool_format: ToolFormat, wrong: str) -> None:
    reply = f"{tool_format.begin}{wrong}{tool_format.end} and more"
    for cuts in (range(0), range(len(reply))):
        text, told, _ = parse(reply, tool_format, cuts)
        if told:  # it was told before it went wrong
            assert told[0][0] == "clock"
            assert text.endswith("and more")
        else:
            assert text == reply


def test_a_call_after_one_that_was_none_is_found() -> None:
    wrong = '<tool_call>\n{"name": "nobody"}\n</tool_call>'
    right = '<tool_call>\n{"name": "clock", "arguments": {}}\n</tool_call>'
    assert parse(f"{wrong}\n{right}", HERMES)[:2] == (wrong, [("clock", "{}")])


def test_a_call_is_told_as_soon_as_its_name_is_known() -> None:
    parser = ToolCallParser(HERMES, NAMES)
    assert parser.push('<tool_call>\n{"name": "cloc') == []
    (first,) = parser.push('k"')
    assert (getattr(first, "name", ""), getattr(first, "index", None)) == ("clock", 0)
    told = [parser.push(piece) for piece in (', "arguments": {"zone', '": ', '"UTC"}}')]
    assert [getattr(part, "arguments", "") for parts in told for part in parts] == [
        '{"zone',
        '": ',
        '"UTC"}',
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{"arguments": {"sides": 6}, "name": "dice"}', '{"sides": 6}'),
        ('{"name": "dice", "arguments": "{\\"sides\\": 6}"}', '{"sides": 6}'),
        ('{"name": "dice", "arguments": null}', "{}"),
        ('{"name": "dice"}', "{}"),
        ('{"name": "dice", "parameters": {"sides": 6}}', '{"sides": 6}'),
        (
            '{"id": "x", "name": "dice", "arguments": {"a": "</tool_call>"}}',
            '{"a": "</tool_call>"}',
        ),
    ],
)
def test_calls_in_unusual_order_and_form_are_understood(written: str, expected: str) -> None:
    reply = f"<tool_call>{written}</tool_call>"
    for cuts in (range(0), range(len(reply))):
        assert parse(reply, HERMES, cuts)[:2] == ("", [("dice", expected)])


def test_a_call_that_the_length_cut_off_is_told_as_far_as_it_came() -> None:
    reply = '<tool_call>\n{"name": "dice", "arguments": {"sides": '
    assert parse(reply, HERMES)[:2] == ("", [("dice", '{"sides": ')])


def test_llama_may_mark_its_calls_with_a_tag() -> None:
    call = '{"name": "clock", "parameters": {}}'
    assert parse(f"<|python_tag|>{call}; {call}", LLAMA_3)[:2] == ("", [("clock", "{}")] * 2)
    assert parse(f"I would write {call}", LLAMA_3)[:2] == (f"I would write {call}", [])


def test_later_mistrals_may_give_their_calls_ids() -> None:
    reply = '[TOOL_CALLS]clock[CALL_ID]abc123XYZ[ARGS]{"a": 1}[TOOL_CALLS]dice{}'
    for cuts in (range(0), range(len(reply))):
        assert parse(reply, MISTRAL_NAMED, cuts)[:2] == (
            "",
            [("clock", '{"a": 1}'), ("dice", "{}")],
        )
