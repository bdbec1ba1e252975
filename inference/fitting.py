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

    The system prompt and the last message always stay, results of tools together with their call;
    what stays of the rest begins with a user's turn. Raises PromptTooLong when those two leave no
    room for `least` tokens of reply.
    """
    everything = render(alternating(turns))
    if len(everything) + reserved <= limit:
        return everything, 0
    system = list(takewhile(lambda turn: turn.role == "system", turns[:-1]))
    rest = turns[len(system) :]
    last = _last_beginning(rest)
    starts = [start for start in range(1, last + 1) if rest[start].role == "user" or start == last]
    shorter = _Renderings(lambda start: render(alternating([*system, *rest[start:]])))
    best = bisect_left(starts, True, key=lambda start: len(shorter[start]) + reserved <= limit)
    if best < len(starts):
        return shorter[starts[best]], starts[best]
    shortest, left_out = (shorter[starts[-1]], starts[-1]) if starts else (everything, 0)
    if len(shortest) + least > limit:
        # A longer reply than there is room for at all: not the prompt's fault.
        field = "turns" if least < limit else "max_tokens"
        raise PromptTooLong(_too_long(len(shortest), least, limit), field=field)
    return shortest, left_out


def alternating(turns: Iterable[Turn]) -> list[Turn]:
    """Neighbours of one role as one turn: many chat templates insist on alternating roles. Done
    after leaving out, so that a message that was never answered can still be left out."""
    result: list[Turn] = []
    for turn in turns:
        if result and result[-1].role == turn.role and not _is_of_tools(result[-1], turn):
            result[-1] = replace(turn, content=f"{result[-1].content}\n\n{turn.content}")
        else:
            result.append(turn)
    return result


def _is_of_tools(*turns: Turn) -> bool:
    """Each call and each result is a turn of its own."""
    return any(turn.tool_calls or turn.role == "tool" for turn in turns)


class _Renderings(dict[int, Rendered]):
    """Renderings by where they start, each made once."""

    def __init__(self, render: Callable[[int], Rendered]) -> None:
        super().__init__()
        self._render = render

    def __missing__(self, start: int) -> Rendered:
        self[start] = self._render(start)
        return self[start]


def _last_beginning(rest: Sequence[Turn]) -> int:
    """Where what must stay begins: at the last turn, and results of tools stay with their call."""
    last = len(rest) - 1
    while last > 0 and rest[last].role == "tool":
        last -= 1
    return last


def _too_long(prompt: int, least: int, limit: int) -> str:
    return (
        f"This is too long for the model: the last message with its instructions is {prompt:,} "
        f"tokens, {least:,} are kept for the reply, and {limit:,} fit in all."
    )
