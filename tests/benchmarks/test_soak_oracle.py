"""The oracle of the soak finds what it is there for, and is content with a whole reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from benchmarks.soak.oracle import Asked, Kept, Reading, judge

Event = dict[str, Any]

STREAM: list[Event] = [
    {"type": "queued", "position": 0},
    {"type": "started"},
    {"type": "text", "text": "Once upon "},
    {"type": "text", "text": "a time"},
    {"type": "usage", "completion_token_count": 4},
    {"type": "finished", "reason": "stop"},
]
WHOLE = Kept(
    text="Once upon a time",
    reasoning="",
    status="finished",
    finish_reason="stop",
    error_type="",
    completion_token_count=4,
)


def reading(numbered: Sequence[tuple[int, Event]], reader: str = "alice") -> Reading:
    one = Reading(reader)
    for number, event in numbered:
        one.hear(number - 1, number, [event])
    return one


def numbered(events: Sequence[Event] = STREAM) -> Iterator[tuple[int, Event]]:
    return enumerate(events, 1)


def asked(witness: Reading | None = None, *kept: Kept) -> Asked:
    return Asked(
        id="reply",
        way="talk",
        expects={"stop"},
        is_in_database=True,
        witness=witness or reading(list(numbered()), "witness"),
        kept=list(kept or (WHOLE,)),
    )


def faults(one: Asked, *readings: Reading) -> str:
    return "\n".join(fault.what for fault in judge(one, readings))


def test_a_whole_reply_has_no_fault() -> None:
    assert faults(asked(), reading(list(numbered()))) == ""


def test_joined_events_in_one_frame_are_no_hole() -> None:
    frame = [*STREAM[:2], {"type": "text", "text": "Once upon a time"}, *STREAM[4:]]
    joined = Reading("alice")
    joined.hear(0, 6, frame)
    assert faults(asked(), joined) == ""


def test_a_reader_who_resumes_after_the_last_number_has_missed_nothing() -> None:
    resumed = reading(list(numbered())[:3])
    resumed.hear(3, 6, STREAM[3:])
    assert faults(asked(), resumed) == ""


def test_a_hole_is_found() -> None:
    told = [one for one in numbered() if one[0] != 4]
    assert "alice: a hole: 3 was followed by 5" in faults(asked(), reading(told))


def test_a_hole_that_nothing_comes_after_is_found() -> None:
    told = list(numbered())
    assert "alice: no ending after number 5" in faults(asked(), reading(told[:-1]))


def test_a_repeat_is_found() -> None:
    told = list(numbered())
    assert "alice: a repeat: 3 came after 3" in faults(
        asked(), reading([*told[:3], told[2], *told[3:]])
    )


def test_a_missing_ending_is_found() -> None:
    one = asked(reading(list(numbered(STREAM[:-1])), "witness"))
    assert "witness: no ending after number 5" in faults(one)


def test_nobody_owes_an_ending_to_a_reader_who_left() -> None:
    gone = reading(list(numbered())[:3])
    gone.left = True
    assert faults(asked(), gone) == ""


def test_a_double_ending_is_found() -> None:
    twice = reading(list(numbered([*STREAM, {"type": "finished", "reason": "stop"}])), "witness")
    found = faults(asked(twice))
    assert "witness: 2 endings: stop, stop" in found
    assert "witness: finished came after the ending" in found


def test_text_after_the_ending_is_found() -> None:
    late = reading(list(numbered([*STREAM, {"type": "text", "text": "!"}])), "witness")
    assert "witness: text came after the ending" in faults(asked(late))


def test_a_reader_who_read_something_else_is_found() -> None:
    other = [{**one, "text": "Twice upon "} if number == 3 else one for number, one in numbered()]
    assert "alice: read" in faults(asked(), reading(list(numbered(other))))


def test_an_ending_that_was_not_asked_for_is_found() -> None:
    failed = [*STREAM[:5], {"type": "failed", "error_type": "generation"}]
    one = asked(reading(list(numbered(failed)), "witness"))
    assert "it ended with generation, not with one of ['stop']" in faults(one)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"text": "Once upon"}, "kept text"),
        ({"reasoning": "Hm."}, "kept reasoning"),
        ({"finish_reason": "length"}, "kept as finished length"),
        ({"status": "active", "finish_reason": ""}, "kept as active"),
        ({"status": "failed"}, "kept as failed stop"),
        ({"completion_token_count": 3}, "3 tokens were kept, 4 told"),
    ],
)
def test_what_was_kept_otherwise_is_found(changed: dict[str, Any], what: str) -> None:
    values = {name: getattr(WHOLE, name) for name in Kept.__slots__}
    assert what in faults(asked(None, Kept(**{**values, **changed})))


def test_a_reply_of_which_nothing_was_kept_is_found() -> None:
    one = asked()
    one.kept.clear()
    assert "nothing was kept of it" in faults(one)


def test_the_checks_of_a_request_are_asked() -> None:
    one = asked()
    one.check = lambda heard: "no JSON" if heard.text() else ""
    assert "no JSON (talk)" in faults(one)
