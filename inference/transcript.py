"""The parts of a reply, put together again: text, reasoning, tool calls. Knows no stream."""

from __future__ import annotations

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


def _whole(parts: list[ToolCallPart]) -> ToolCall:
    arguments = "".join(part.arguments for part in parts)
    return ToolCall(id=parts[0].id, name=parts[0].name, arguments=arguments)
