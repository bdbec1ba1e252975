"""Thoughts, answers and calls of a reply, from its tokens."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.backends.transformers.parsing import HERMES, ReplyParsing, ReplyParts
from inference.backends.transformers.parsing.formats import THINK
from inference.contract import GenerationRequest, Part, Sampling, Tool, ToolChoice, Turn
from inference.transcript import Transcript
from tests.inference.support.tiny_model import SPECIALS, make_tokenizer

MARKERS = ["<think>", "</think>", "<tool_call>", "</tool_call>"]
CALL = '<tool_call>\n{"name": "clock", "arguments": {"zone": "日本"}}\n</tool_call>'
# Markers are special tokens in some vocabularies, and in others just letters.
TOKENIZERS = {
    "special": make_tokenizer(specials=[*SPECIALS, *MARKERS]).backend_tokenizer,
    "letters": make_tokenizer().backend_tokenizer,
}
every_tokenizer = pytest.mark.parametrize("tokenizer", TOKENIZERS.values(), ids=TOKENIZERS)


def begin(
    tokenizer: Any,
    prompt: str = "",
    *,
    stop: tuple[str, ...] = (),
    tool_choice: ToolChoice = "auto",
    tools: tuple[Tool, ...] = (Tool(name="clock"),),
    continues: bool = False,
) -> ReplyParts:
    request = GenerationRequest(
        id=str(uuid.uuid4()),
        owner="someone",
        turns=(Turn(role="user", content="Hello"),),
        sampling=Sampling(stop=stop),
        tools=tools,
        tool_choice=tool_choice,
        continue_final_message=continues,
    )
    parsing = ReplyParsing(tokenizer, tool_format=HERMES, reasoning=THINK)
    return parsing.reply(request, encode(tokenizer, prompt))


def encode(tokenizer: Any, text: str) -> list[int]:
    return list(tokenizer.encode(text, add_special_tokens=False).ids)


def finish(reply: ReplyParts, tokenizer: Any, text: str, size: int = 1) -> list[Part]:
    ids, parts = encode(tokenizer, text), list[Part]()
    for start in range(0, len(ids), size):
        parts += reply.push(ids[start : start + size])
    return [*parts, *reply.flush()]


def told(parts: list[Part]) -> tuple[str, str, list[tuple[str, str]]]:
    transcript = Transcript()
    for part in parts:
        transcript.add(part)
    calls = [(call.name, call.arguments) for call in transcript.tool_calls]
    return transcript.reasoning, transcript.text, calls


@every_tokenizer
@pytest.mark.parametrize("size", [1, 2, 7, 500])
def test_thoughts_an_answer_and_a_call_are_told_apart(tokenizer: Any, size: int) -> None:
    reply = begin(tokenizer)
    parts = finish(reply, tokenizer, f"<think>\nHm, 世界…\n</think>\n\nLet me look.\n{CALL}", size)
    assert told(parts) == ("Hm, 世界…", "Let me look.", [("clock", '{"zone": "日本"}')])
    assert reply.called_tools


@every_tokenizer
def test_a_reply_may_begin_inside_the_thoughts(tokenizer: Any) -> None:
    parts = finish(begin(tokenizer, "Go on.<think>\n"), tokenizer, "Hm.\n\n</think>\n\nYes.")
    assert told(parts) == ("Hm.", "Yes.", [])


@every_tokenizer
def test_thoughts_without_an_end_are_thoughts(tokenizer: Any) -> None:
    assert told(finish(begin(tokenizer), tokenizer, "<think>So much to"))[:2] == ("So much to", "")


def test_an_answer_may_speak_about_the_markers() -> None:
    tokenizer = TOKENIZERS["letters"]
    answer = "Write <think> and </think> around it."
    assert told(finish(begin(tokenizer), tokenizer, answer))[:2] == ("", answer)


def test_a_marker_that_is_a_special_token_never_is_text() -> None:
    tokenizer = TOKENIZERS["special"]
    parts = finish(begin(tokenizer), tokenizer, "Yes.</think> No.<think> Why?")
    assert told(parts)[:2] == ("", "Yes. No. Why?")


@every_tokenizer
def test_a_message_that_is_continued_is_an_answer(tokenizer: Any) -> None:
    reply = begin(tokenizer, "The answer", continues=True)
    assert told(finish(reply, tokenizer, " is 42."))[:2] == ("", " is 42.")


@pytest.mark.parametrize(
    "without", [{"tools": ()}, {"tool_choice": "none"}], ids=["no tools", "no choice"]
)
def test_without_tools_everything_is_text(without: dict[str, Any]) -> None:
    tokenizer = TOKENIZERS["letters"]
    reply = begin(tokenizer, **without)
    assert told(finish(reply, tokenizer, CALL)) == ("", CALL, [])
    assert not reply.called_tools


@every_tokenizer
def test_a_broken_call_is_text_with_its_markers(tokenizer: Any) -> None:
    wrong = '<tool_call>\n{"name": "nobody", "arguments": {}}\n</tool_call>'
    assert told(finish(begin(tokenizer), tokenizer, wrong)) == ("", wrong, [])


@every_tokenizer
@pytest.mark.parametrize("size", [1, 3, 500])
def test_stop_strings_end_the_answer_but_no_thoughts_and_no_calls(
    tokenizer: Any, size: int
) -> None:
    call = CALL.replace("日本", "STOP")
    reply = begin(tokenizer, stop=("STOP",))
    parts = finish(reply, tokenizer, f"<think>STOP</think>One ST{call}two STOP{call}", size)
    assert told(parts) == ("STOP", "One STtwo ", [("clock", '{"zone": "STOP"}')])
    assert reply.is_stopped


@every_tokenizer
@pytest.mark.parametrize("size", [1, 3, 500])
def test_a_stop_string_that_a_call_divides_is_found(tokenizer: Any, size: int) -> None:
    reply = begin(tokenizer, stop=("STOP",))
    parts = finish(reply, tokenizer, f"One ST\n{CALL}\nOP{CALL}", size)
    assert told(parts) == ("", "One ", [("clock", '{"zone": "日本"}')])
    assert reply.is_stopped


@every_tokenizer
def test_the_markers_of_thoughts_hide_no_stop_string(tokenizer: Any) -> None:
    reply = begin(tokenizer, stop=("STOP",))
    parts = finish(reply, tokenizer, "<think>ST</think>OP or ST<tool_call>OP", 1)
    assert told(parts) == ("ST", "OP or ST<tool_call>OP", [])
    assert not reply.is_stopped


@every_tokenizer
@given(
    pieces=st.lists(
        st.sampled_from([*MARKERS, CALL, "a", " ", "\n", "日", "<", "S", "T", "ST", '{"'])
    ),
    size=st.integers(min_value=2, max_value=9),
    is_open=st.booleans(),
)
def test_how_tokens_come_together_changes_nothing(
    tokenizer: Any, pieces: list[str], size: int, is_open: bool
) -> None:
    reply, prompt = "".join(pieces), "<think>" if is_open else ""
    one, many = (
        finish(begin(tokenizer, prompt, stop=("ST",)), tokenizer, reply, step) for step in (1, size)
    )
    assert told(one) == told(many)
    for part in [*one, *many]:
        assert (
            getattr(part, "text", "") or getattr(part, "id", "") or getattr(part, "arguments", "")
        )
    assert "ST" not in told(one)[1]
