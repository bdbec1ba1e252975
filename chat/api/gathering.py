"""The events of a generation, put together: what a whole answer is made of. Knows no dialect."""

from __future__ import annotations

from dataclasses import dataclass, field

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
)


@dataclass(slots=True)
class Choice:
    """One answer of several to the same prompt. logprobs: of all tokens but the thoughts'."""

    text: str = ""
    reasoning: str = ""
    calls: list[ToolCall] = field(default_factory=list)
    logprobs: list[TokenLogprob] = field(default_factory=list)
    finish_reason: FinishReason | None = None


class Gathered:
    """What was told so far. allows_parallel_calls False: a second call of a tool is one too many,
    and nothing after it counts."""

    def __init__(self, choice_count: int = 1, *, allows_parallel_calls: bool = True) -> None:
        self.started: Started | None = None
        self.usage: Usage | None = None
        self.ending: Finished | Failed | None = None
        self.choices = [Choice() for _ in range(choice_count)]
        self.has_enough = False
        self._allows_parallel_calls = allows_parallel_calls
        self._texts: list[list[str]] = [[] for _ in self.choices]
        self._thoughts: list[list[str]] = [[] for _ in self.choices]
        self._calls: list[dict[int, list[ToolCallPart]]] = [{} for _ in self.choices]

    def add(self, event: Event) -> Event | None:
        """The event as its caller is to hear of it; `None`: not at all."""
        match event:
            case Text() | Reasoning() | ToolCallPart():
                return event if self._add_part(event) else None
            case ChoiceFinished():
                self.choices[event.choice].finish_reason = event.reason
            case Started():
                self.started = event
            case Usage():
                self.usage = event
            case Finished(reason="stopped") if self.has_enough:
                return self._end(Finished(reason="tool_calls"))
            case Finished() | Failed():
                return self._end(event)
        return event

    def _add_part(self, part: Part) -> bool:
        if isinstance(part, ToolCallPart) and part.index > 0 and not self._allows_parallel_calls:
            self.has_enough = len(self.choices) == 1  # else the others are still being written
            return False
        if self.has_enough:
            return False
        match part:
            case Text():
                self._texts[part.choice].append(part.text)
            case Reasoning():
                self._thoughts[part.choice].append(part.text)
            case ToolCallPart():
                self._calls[part.choice].setdefault(part.index, []).append(part)
        if not isinstance(part, Reasoning):
            self.choices[part.choice].logprobs += part.logprobs
        return True

    def _end(self, ending: Finished | Failed) -> Event:
        self.ending = ending
        for place, choice in enumerate(self.choices):
            choice.text = "".join(self._texts[place])
            choice.reasoning = "".join(self._thoughts[place])
            choice.calls = [_whole(parts) for _, parts in sorted(self._calls[place].items())]
            if isinstance(ending, Finished):
                choice.finish_reason = choice.finish_reason or ending.reason
        return ending


def _whole(parts: list[ToolCallPart]) -> ToolCall:
    arguments = "".join(part.arguments for part in parts)
    return ToolCall(id=parts[0].id, name=parts[0].name, arguments=arguments)
