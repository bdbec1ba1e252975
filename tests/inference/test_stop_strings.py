"""However a text is cut, no character of a stop string is told."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from inference.stop_strings import StopStrings

LETTERS = "abn\n"  # few, so that stop strings and near misses abound


def pushed(stop: StopStrings, text: str, cuts: list[int]) -> list[str]:
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    pieces = (text[a:b] for a, b in pairwise(edges))
    return [stop.push(piece) for piece in pieces]


texts = st.text(alphabet=LETTERS, max_size=40)
stops = st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=5), max_size=4)
cuts = st.lists(st.integers(min_value=0, max_value=100), max_size=12)


@given(text=texts, stop=stops, cut=cuts)
def test_what_is_told_ends_before_the_first_stop_string(
    text: str, stop: list[str], cut: list[int]
) -> None:
    stopper = StopStrings(stop)
    told = "".join(pushed(stopper, text, cut)) + stopper.flush()
    found = [(text.index(one) + len(one), text.index(one)) for one in stop if one in text]
    assert stopper.found == bool(found)
    assert told == (text[: min(found)[1]] if found else text)


@given(text=texts, stop=stops)
def test_no_more_is_held_back_than_the_longest_stop_string(text: str, stop: list[str]) -> None:
    stopper = StopStrings(stop)
    told = stopper.push(text)
    longest = max((len(one) for one in stop), default=1)
    assert stopper.found or len(text) - len(told) < longest


def test_text_that_cannot_be_a_stop_string_is_told_at_once() -> None:
    assert StopStrings(["\nUser:"]).push("Hello") == "Hello"


def test_an_unfinished_stop_string_is_told_at_the_end() -> None:
    stopper = StopStrings(["END"])
    assert stopper.push("the EN") == "the "
    assert stopper.flush() == "EN"


def test_after_a_stop_string_nothing_is_told() -> None:
    stopper = StopStrings(["."])
    assert stopper.push("One. Two") == "One"
    assert stopper.push(" three") == ""
    assert stopper.flush() == ""
