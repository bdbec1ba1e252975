"""The parts of a reply, put together again: text, reasoning, tool calls. Knows no stream."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from inference.contract import Part, Reasoning, Text, ToolCall, ToolCallPart


class Transcript:
    """One choice of one reply; parts of the others are ignored."""

    def __init__(self, choice: int = 0) -> None:
        self._choice = choice
        self._texts: list[str] = []
        self._reasoning: list[str] = []
        self._calls: dict[int, list[ToolCallPart]] = {}

    def add(self, part: Part) -> None:
        if part.choice != self._choice:
            return
        match part:
            case Text(text=text):
                self._texts.append(text)
            case Reasoning(text=text):
                self._reasoning.append(text)
            case ToolCallPart(index=index):
                self._calls.setdefault(index, []).append(part)

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        return tuple(_whole(self._calls[index]) for index in sorted(self._calls))


def joined(first: Part, second: Part) -> Part | None:
    """Two neighbouring parts as one; `None` if they do not belong together."""
    count = first.token_count + second.token_count
    logprobs = first.logprobs + second.logprobs
    if first.choice != second.choice:
        return None
    match first, second:
        case (Text(), Text()) | (Reasoning(), Reasoning()):
            first, second = cast("tuple[Text, Text]", (first, second))
            text = first.text + second.text
            return replace(first, text=text, token_count=count, logprobs=logprobs)
        case ToolCallPart(), ToolCallPart(id="") if first.index == second.index:
            arguments = first.arguments + second.arguments
            return replace(first, arguments=arguments, token_count=count, logprobs=logprobs)
    return None


def _whole(parts: list[ToolCallPart]) -> ToolCall:
    arguments = "".join(part.arguments for part in parts)
    return ToolCall(id=parts[0].id, name=parts[0].name, arguments=arguments)
