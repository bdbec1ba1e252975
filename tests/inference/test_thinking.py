"""How long the model thought, as its parts tell it."""

from __future__ import annotations

from inference.contract import Part, Reasoning, Text, ToolCallPart
from inference.thinking import Thinking

CALL = ToolCallPart(index=0, id="call_a", name="clock")


def seconds(parts: list[tuple[Part, float]]) -> list[float | None]:
    thinking = Thinking()
    told = [thinking.timed(part, at) for part, at in parts]
    return [None if isinstance(one, Reasoning) else one.reasoning_seconds for one in told]


def test_the_first_part_after_it_tells_it_and_no_other() -> None:
    hm, yes = Reasoning(text="Hm"), Text(text="Yes")
    assert seconds([(hm, 10.0), (hm, 12.0), (yes, 14.25), (yes, 15.0)]) == [None, None, 4.25, None]
    assert seconds([(hm, 10.0), (CALL, 11.5), (hm, 12.0), (yes, 15.0)]) == [None, 1.5, None, None]
    assert seconds([(yes, 1.0), (yes, 2.0)]) == [None, None]


def test_other_choices_do_not_count() -> None:
    parts: list[tuple[Part, float]] = [
        (Reasoning(text="Hm", choice=1), 1.0),
        (Reasoning(text="Hm"), 2.0),
        (Text(text="Yes", choice=1), 3.0),
        (Text(text="Yes"), 5.0),
    ]
    assert seconds(parts) == [None, None, None, 3.0]


def test_a_reply_that_ends_in_its_thoughts_thought_until_then() -> None:
    thinking = Thinking()
    assert thinking.seconds(9.0) is None
    thinking.timed(Reasoning(text="Hm"), 10.0)
    assert thinking.seconds(12.5) == 2.5
    assert thinking.seconds(9.0) == 0.0  # a clock was set back
    thinking.timed(Text(text="Yes"), 14.0)
    assert thinking.seconds(20.0) == 4.0


def test_what_was_told_before_holds() -> None:
    thinking = Thinking()
    thinking.timed(Reasoning(text="Hm"), 10.0)
    thinking.timed(Text(text="Yes", reasoning_seconds=7.0), 11.0)
    assert thinking.seconds(20.0) == 7.0
