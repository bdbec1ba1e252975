"""The parts of a reply, put together again."""

from __future__ import annotations

from inference.contract import Reasoning, Text, ToolCall, ToolCallPart
from inference.transcript import Transcript


def test_text_and_reasoning_are_kept_apart_and_in_order() -> None:
    transcript = Transcript()
    for part in (Reasoning(text="Hm"), Text(text="Yes"), Reasoning(text="."), Text(text="!")):
        transcript.add(part)
    assert (transcript.reasoning, transcript.text) == ("Hm.", "Yes!")
    assert transcript.tool_calls == ()


def test_fragments_become_whole_calls_in_the_order_of_their_numbers() -> None:
    transcript = Transcript()
    for part in (
        ToolCallPart(index=1, id="call_b", name="dice"),
        ToolCallPart(index=0, id="call_a", name="clock", arguments="{"),
        ToolCallPart(index=1, arguments='{"sides": '),
        ToolCallPart(index=0, arguments="}"),
        ToolCallPart(index=1, arguments="6}"),
    ):
        transcript.add(part)
    assert transcript.tool_calls == (
        ToolCall(id="call_a", name="clock", arguments="{}"),
        ToolCall(id="call_b", name="dice", arguments='{"sides": 6}'),
    )


def test_parts_of_other_choices_are_ignored() -> None:
    transcript = Transcript(choice=1)
    transcript.add(Text(text="first", choice=0))
    transcript.add(Text(text="second", choice=1))
    transcript.add(ToolCallPart(index=0, id="call_a", name="clock", choice=0))
    assert (transcript.text, transcript.tool_calls) == ("second", ())
