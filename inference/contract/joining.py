"""Fewer events that tell the same: neighbouring parts become one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from itertools import chain, groupby
from typing import cast

from inference.contract.events import Event, Part, Reasoning, Text, ToolCallPart


def joined(events: Iterable[Event]) -> tuple[Event, ...]:
    """What the parts hold is the same after it, and the order of all events."""
    groups = (list(run) for _, run in groupby(events, key=_Kin()))
    return tuple(run[0] if len(run) == 1 else _one(cast("list[Part]", run)) for run in groups)


class _Kin:
    """The same key for parts that belong together, another for every other event."""

    def __init__(self) -> None:
        self._others = 0

    def __call__(self, event: Event) -> Hashable:
        match event:
            case Text() | Reasoning():
                return event.type, event.choice
            case ToolCallPart():
                # The part that names a call begins it; the ones without an id belong to it.
                self._others += bool(event.id)
                return event.type, event.choice, event.index, self._others
        self._others += 1
        return self._others


def _one(run: list[Part]) -> Part:
    first = run[0]
    count = sum(part.token_count for part in run)
    logprobs = tuple(chain.from_iterable(part.logprobs for part in run))
    if isinstance(first, ToolCallPart):
        calls = cast("list[ToolCallPart]", run)
        arguments = "".join(part.arguments for part in calls)
        return replace(first, arguments=arguments, token_count=count, logprobs=logprobs)
    text = "".join(part.text for part in cast("list[Text]", run))
    return replace(first, text=text, token_count=count, logprobs=logprobs)
