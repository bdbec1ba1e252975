"""Fewer events that tell the same."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from inference.contract import (
    Event,
    Finished,
    Part,
    Reasoning,
    Text,
    ToolCallPart,
    Usage,
    event_from_json,
    event_to_json,
    joined,
)
from inference.transcript import Transcript

words = st.text(max_size=3)
choices = st.integers(0, 1)
call_begins = st.builds(
    ToolCallPart,
    index=st.integers(0, 2),
    id=st.sampled_from(["call_a", "call_b"]),
    name=st.just("clock"),
    choice=choices,
)
parts = st.one_of(
    st.builds(Text, text=words, choice=choices, token_count=st.integers(0, 3)),
    st.builds(Reasoning, text=words, choice=choices),
    st.builds(ToolCallPart, index=st.integers(0, 2), arguments=words, choice=choices),
    call_begins,
)


def transcripts(events: Sequence[Event]) -> list[tuple[object, ...]]:
    result: list[tuple[object, ...]] = []
    for choice in (0, 1):
        transcript = Transcript(choice)
        for event in events:
            if isinstance(event, Part):
                transcript.add(event)
        result.append((transcript.text, transcript.reasoning, transcript.tool_calls))
    return result


def tokens(events: Sequence[Event]) -> int:
    return sum(event.token_count for event in events if isinstance(event, Part))


@given(events=st.lists(parts, max_size=30))
def test_joined_parts_hold_what_the_parts_held(events: list[Part]) -> None:
    fewer = joined(events)
    assert transcripts(fewer) == transcripts(events)
    assert tokens(fewer) == tokens(events)
    assert joined(fewer) == fewer


def test_only_neighbours_of_one_kind_are_joined() -> None:
    end = Finished(reason="stop")
    events = (Text(text="a"), Reasoning(text="b"), Text(text="c"), Text(text="d", choice=1), end)
    assert joined(events) == events


def test_two_calls_with_the_same_place_stay_two() -> None:
    call = ToolCallPart(index=0, id="call_a", name="clock")
    assert joined((call, call)) == (call, call)


def test_what_is_rare_is_left_out_of_the_wire_form_and_comes_back() -> None:
    assert event_to_json(Text(text="a")) == {"type": "text", "text": "a", "token_count": 1}
    rare = Text(text="a", choice=2)
    assert event_to_json(rare)["choice"] == 2
    usage = Usage(
        prompt_token_count=1,
        completion_token_count=1,
        queue_seconds=0,
        ttft_seconds=None,
        decode_seconds=0,
    )
    for event in (rare, usage):
        assert event_from_json(event_to_json(event)) == event
