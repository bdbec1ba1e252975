"""A reply may break off anywhere: nothing of it is lost but the form of its calls.

What is told of the first `t` characters of a reply: of every stretch of text what came of it, but
for white space next to a call; of every call whose name is whole, its name, and its arguments as
far as they came; every other call is text, from its marker on and to the letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.backends.transformers.parsing import (
    HERMES,
    MISTRAL,
    ToolFormat,
)
from inference.backends.transformers.parsing.json_call import CallReader
from inference.backends.transformers.parsing.tool_calls import ToolCallParser
from inference.contract import Part, Text, ToolCallPart, joined
from inference.transcript import Transcript
from tests.inference.support.call_formats import NAMES, every_format

Call = tuple[str, str]
EMPTY_REPLY = ("", list[Call]())


@dataclass(frozen=True, slots=True)
class Stretch:
    """Of a reply. A call has a name, which is known when `named_at` characters have come, and has
    arguments from `begins_at` on."""

    text: str
    name: str = ""
    arguments: str = ""
    named_at: int = 0
    begins_at: int = 0


def call(tool_format: ToolFormat, name: str, arguments: str, *, place: int, count: int) -> Stretch:
    """Number `place` of `count` calls that follow each other, as a model writes it."""
    is_first, is_last = place == 0, place == count - 1
    begin, end = tool_format.begin, tool_format.end
    if tool_format.is_list:
        begin, end = (f"{begin}[" if is_first else ""), ("]" if is_last else "")
    begin = begin if is_first else tool_format.separator + begin
    if tool_format.arguments_marker:
        begin += name + tool_format.arguments_marker
        text, named_at = f"{begin}{arguments}{end}", len(begin)
    else:
        begin += f'{{"name": "{name}"'
        named_at = len(begin)
        begin += f', "{tool_format.arguments_key}": '
        text = f"{begin}{arguments}}}{end}"
    return Stretch(text, name, arguments, named_at, len(begin))


def expected(stretches: Sequence[Stretch], length: int) -> tuple[str, list[Call]]:
    told, calls, is_after_call = "", list[Call](), False
    for one in stretches:
        came, length = one.text[:length], max(length - len(one.text), 0)
        if one.name and len(came) >= one.named_at:
            told = told if is_after_call else told.rstrip()
            calls.append((one.name, came[one.begins_at :][: len(one.arguments)]))
            is_after_call = True
        elif came:
            came = came.lstrip() if is_after_call else came
            told, is_after_call = told + came, is_after_call and not came
    return told, calls


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
arguments = st.builds(
    json.dumps,
    st.dictionaries(st.text(max_size=6), values, max_size=3),
    indent=st.sampled_from([None, 2]),
    ensure_ascii=st.booleans(),
)
some_calls = st.lists(st.tuples(st.sampled_from(NAMES), arguments), min_size=1, max_size=3)
words = st.text(alphabet="ab <[é.\n", max_size=9).map(lambda text: f"{text}w")
pieces = st.lists(st.integers(0, 400), max_size=30)


@st.composite
def replies(draw: Any, tool_format: ToolFormat) -> list[Stretch]:
    is_free = bool(tool_format.begin)  # else calls are the whole reply
    stretches = [Stretch(draw(words))] if is_free and draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 2 if is_free else 1))):
        run = draw(some_calls)
        stretches += [
            call(tool_format, *one, place=place, count=len(run)) for place, one in enumerate(run)
        ]
        if draw(st.booleans()):
            stretches.append(Stretch(draw(words)))
        elif is_free:
            break
    return stretches


def events(reply: str, tool_format: ToolFormat, cuts: Iterable[int] = ()) -> list[Part]:
    """All that is told, neighbours joined, without the calls' ids."""
    parser, parts = ToolCallParser(tool_format, NAMES), list[Part]()
    ends = [*sorted({min(cut, len(reply)) for cut in cuts}), len(reply)]
    for start, end in zip([0, *ends], ends, strict=False):
        parts += parser.push(reply[start:end])
    parts += parser.flush()
    return [
        replace(one, id="", token_count=0)
        if isinstance(one, ToolCallPart)
        else replace(cast("Text", one), token_count=0)
        for one in joined(parts)
    ]


def told(reply: str, tool_format: ToolFormat) -> tuple[str, list[Call]]:
    transcript = Transcript()
    for one in events(reply, tool_format):
        transcript.add(one)
    return transcript.text, [(one.name, one.arguments) for one in transcript.tool_calls]


@every_format
@given(data=st.data())
def test_a_reply_that_breaks_off_is_told_as_far_as_it_came(
    tool_format: ToolFormat, data: st.DataObject
) -> None:
    stretches = data.draw(replies(tool_format))
    reply = "".join(one.text for one in stretches)
    length = data.draw(st.integers(0, len(reply)))
    assert told(reply[:length], tool_format) == expected(stretches, length)


@every_format
@given(data=st.data(), cuts=pieces)
def test_no_cut_of_a_reply_that_breaks_off_changes_its_events(
    tool_format: ToolFormat, data: st.DataObject, cuts: list[int]
) -> None:
    reply = "".join(one.text for one in data.draw(replies(tool_format)))
    reply = reply[: data.draw(st.integers(0, len(reply)))]
    whole = events(reply, tool_format)
    assert events(reply, tool_format, cuts) == whole
    assert events(reply, tool_format, range(len(reply))) == whole


@pytest.mark.parametrize(
    ("written", "arguments", "text"),
    [
        ('{"name": "dice"', "", ""),
        ('{"name": "dice", "argu', "", ""),
        ('{"name": "dice" , "arguments" : ', "", ""),
        ('{"name": "dice", "argX', "", ', "argX'),
        ('{"name": "dice", "id": "abc', "", ', "id": "abc'),
        ('{"name": "dice", "id": 1, "arguments": {"a"', '{"a"', ""),
        ('{"name": "dice", "arguments": {}, "id": "abc', "{}", ', "id": "abc'),
        ('{"name": "dice", "arguments": {"a": 1}', '{"a": 1}', ""),
        ('{"name": "dice", "arguments": 12', "12", ""),
        ('{"name": "dice", "arguments": null', "{}", ""),
        ('{"name": "dice", "arguments": "{\\"sid', '{"sid', ""),
        ('{"name": "dice", "arguments": "{\\"sides\\": \\"\\u65e5\\u67', '{"sides": "日', ""),
        ('{"name": "dice", "arguments": "{\\"a\\": \\"\\ud83d', '{"a": "', ""),
        ('{"name": "dice", "arguments": "{\\"a\\', '{"a', ""),
        ('{"arguments": {"a": 1}, "name": "dice"', '{"a": 1}', ""),
        ('{"arguments": {"a": 1}, "name": "di', None, '{"arguments": {"a": 1}, "name": "di'),
    ],
)
@pytest.mark.parametrize("step", [1, 1000])
def test_what_breaks_off_in_the_form_of_a_call_is_told_if_it_is_more_than_form(
    written: str, arguments: str | None, text: str, step: int
) -> None:
    reply = f"[TOOL_CALLS][{written}"
    calls = [] if arguments is None else [("dice", arguments)]
    text = f"[TOOL_CALLS][{text}" if arguments is None else text
    assert told(reply, MISTRAL) == (text, calls)
    assert events(reply, MISTRAL, range(0, len(reply), step)) == events(reply, MISTRAL)


@pytest.mark.parametrize(
    ("written", "calls", "text"),
    [
        ('{"name": "dice", "arguments": 12 x}', [("dice", "12")], " x}"),
        ('{"name": "dice", "arguments": {"a": 1] more', [("dice", '{"a": 1')], "] more"),
        ('{"name": "dice" "arguments": {}}', [("dice", "")], ' "arguments": {}}'),
        ('{"name": "dice", "id": 5, oh', [("dice", "")], ', "id": 5, oh'),
        ('{"name": "dice", "arguments": nobody', [("dice", "")], ', "arguments": nobody'),
    ],
)
@pytest.mark.parametrize("step", [1, 1000])
def test_what_goes_wrong_after_its_name_is_text_from_there_on(
    written: str, calls: list[Call], text: str, step: int
) -> None:
    reply = f"<tool_call>\n{written}"
    assert told(reply, HERMES) == (text, calls)
    assert events(reply, HERMES, range(0, len(reply), step)) == events(reply, HERMES)


@given(text=st.text(max_size=12), length=st.integers(0, 80))
def test_arguments_in_a_string_are_told_as_far_as_they_are_characters(
    text: str, length: int
) -> None:
    written = json.dumps(json.dumps({"a": text}, ensure_ascii=False))
    reader = CallReader(NAMES)
    reader.read('{"name": "dice", "arguments": ' + written[:length])
    said = reader.arguments() + reader.rest()
    assert json.loads(written).startswith(said) or said == json.loads(written)
    said.encode()
