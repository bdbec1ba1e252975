"""The events of a generation, put together: what a whole answer is made of. Knows no dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inference.contract import (
    ChoiceFinished,
    Event,
    Failed,
    Finished,
    FinishReason,
    Part,
    Reasoning,
    Started,
    Text,
    TokenLogprob,
    ToolCall,
    ToolCallPart,
    Usage,
    joined,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of several to the same prompt. parts: in the order of telling, neighbours that
    belong together as one."""

    parts: tuple[Part, ...]
    finish_reason: FinishReason | None

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, Text))

    @property
    def reasoning(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, Reasoning))

    @property
    def calls(self) -> list[ToolCall]:
        by_index: dict[int, list[ToolCallPart]] = {}
        for part in self.parts:
            if isinstance(part, ToolCallPart):
                by_index.setdefault(part.index, []).append(part)
        return [_whole(parts) for _, parts in sorted(by_index.items())]

    @property
    def logprobs(self) -> list[TokenLogprob]:
        """Of all tokens but the thoughts'."""
        told = (part.logprobs for part in self.parts if not isinstance(part, Reasoning))
        return [one for logprobs in told for one in logprobs]


class Gathered:
    """What was told so far. allows_parallel_calls False: a second call of a tool is one too many,
    and nothing after it counts."""

    def __init__(self, choice_count: int = 1, *, allows_parallel_calls: bool = True) -> None:
        self.started: Started | None = None
        self.usage: Usage | None = None
        self.ending: Finished | Failed | None = None
        self.has_enough = False
        self._allows_parallel_calls = allows_parallel_calls
        self._parts: list[list[Part]] = [[] for _ in range(choice_count)]
        self._reasons: dict[int, FinishReason] = {}

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> Gathered:
        """form: see ApiGeneration."""
        return cls(form["choices"], allows_parallel_calls=form["parallel_tool_calls"])

    @property
    def has_begun(self) -> bool:
        """The model has said something."""
        return any(self._parts)

    @property
    def choices(self) -> list[Choice]:
        last = self.ending.reason if isinstance(self.ending, Finished) else None
        return [
            Choice(_parts(joined(parts)), self._reasons.get(place, last))
            for place, parts in enumerate(self._parts)
        ]

    def add(self, event: Event) -> Event | None:
        """The event as its caller is to hear of it; `None`: not at all."""
        match event:
            case Text() | Reasoning() | ToolCallPart():
                return event if self._add_part(event) else None
            case ChoiceFinished():
                self._reasons[event.choice] = event.reason
            case Started():
                self.started = event
            case Usage():
                self.usage = event
            case Finished(reason="stopped") if self.has_enough:
                self.ending = Finished(reason="tool_calls")
                return self.ending
            case Finished() | Failed():
                self.ending = event
        return event

    def _add_part(self, part: Part) -> bool:
        if isinstance(part, ToolCallPart) and part.index > 0 and not self._allows_parallel_calls:
            self.has_enough = len(self._parts) == 1  # else the others are still being written
            return False
        if self.has_enough:
            return False
        self._parts[part.choice].append(part)
        return True


def kind_of(part: Part) -> tuple[str, int]:
    """Parts of one kind in a row are one text, one thought or one call."""
    return part.type, part.index if isinstance(part, ToolCallPart) else 0


def _parts(events: tuple[Event, ...]) -> tuple[Part, ...]:
    return tuple(one for one in events if isinstance(one, Part))


def _whole(parts: list[ToolCallPart]) -> ToolCall:
    arguments = "".join(part.arguments for part in parts)
    return ToolCall(id=parts[0].id, name=parts[0].name, arguments=arguments)
