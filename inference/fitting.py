"""Leave out the oldest turns of a conversation until it fits. Knows no tokenizer and no model."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from inference.contract import Turn
from inference.exceptions import PromptTooLong

Rendered = TypeVar("Rendered", bound=Sequence[int])


def fit_turns(
    turns: Sequence[Turn],
    render: Callable[[Sequence[Turn]], Rendered],
    *,
    limit: int,
    reserved: int,
    least: int,
) -> tuple[Rendered, int]:
    """The rendered prompt with as many turns as leave room for `reserved` tokens of reply, and how
    many turns were left out.

    The system prompt and the last message always stay; what stays of the rest begins with a user's
    turn. Raises PromptTooLong when those two leave no room for `least` tokens of reply.
    """
    everything = render(alternating(turns))
    if len(everything) + reserved <= limit:
        return everything, 0
    system = list(takewhile(lambda turn: turn.role == "system", turns[:-1]))
    rest = turns[len(system) :]
    starts = [start for start in range(1, len(rest)) if _may_begin(rest, start)]
    shorter = _Renderings(lambda start: render(alternating([*system, *rest[start:]])))
    best = bisect_left(starts, True, key=lambda start: len(shorter[start]) + reserved <= limit)
    if best < len(starts):
        return shorter[starts[best]], starts[best]
    shortest, left_out = (shorter[starts[-1]], starts[-1]) if starts else (everything, 0)
    if len(shortest) + least > limit:
        raise PromptTooLong(_too_long(len(shortest), least, limit))
    return shortest, left_out


def alternating(turns: Iterable[Turn]) -> list[Turn]:
    """Neighbours of one role as one turn: many chat templates insist on alternating roles. Done
    after leaving out, so that a message that was never answered can still be left out."""
    result: list[Turn] = []
    for turn in turns:
        if result and result[-1].role == turn.role:
            result[-1] = replace(turn, content=f"{result[-1].content}\n\n{turn.content}")
        else:
            result.append(turn)
    return result


class _Renderings(dict[int, Rendered]):
    """Renderings by where they start, each made once."""

    def __init__(self, render: Callable[[int], Rendered]) -> None:
        super().__init__()
        self._render = render

    def __missing__(self, start: int) -> Rendered:
        self[start] = self._render(start)
        return self[start]


def _may_begin(rest: Sequence[Turn], start: int) -> bool:
    return rest[start].role == "user" or start == len(rest) - 1


def _too_long(prompt: int, least: int, limit: int) -> str:
    return (
        f"This is too long for the model: the last message with its instructions is {prompt:,} "
        f"tokens, {least:,} are kept for the reply, and {limit:,} fit in all."
    )
