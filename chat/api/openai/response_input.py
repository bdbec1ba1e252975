"""The input items of OpenAI's Responses, and the turns they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from chat.api.problems import InvalidCall
from chat.api.requests import Strict
from inference.contract import ToolCall, Turn

Status = Literal["in_progress", "completed", "incomplete"]


class TextContent(Strict):
    """annotations and logprobs: as they were told with an answer; they are not read."""

    type: Literal["input_text", "output_text"]
    text: str
    annotations: list[Any] | None = None
    logprobs: list[Any] | None = None


class Refusal(Strict):
    type: Literal["refusal"]
    refusal: str


class OtherContent(Strict):
    """Images and files, which no model here can read."""

    model_config = ConfigDict(extra="allow")

    type: Literal["input_image", "input_file", "input_audio"]


Content = str | list[Annotated[TextContent | Refusal | OtherContent, Field(discriminator="type")]]


class MessageItem(Strict):
    """id, status and phase: as they were told with an answer."""

    type: Literal["message"] = "message"
    role: Literal["user", "assistant", "system", "developer"]
    content: Content
    id: str | None = None
    status: Status | None = None
    phase: str | None = None


class FunctionCallItem(Strict):
    type: Literal["function_call"]
    call_id: str
    name: str
    arguments: str
    id: str | None = None
    status: Status | None = None


class FunctionCallOutputItem(Strict):
    type: Literal["function_call_output"]
    call_id: str
    output: Content
    id: str | None = None
    status: Status | None = None


class ReasoningText(Strict):
    type: Literal["reasoning_text", "summary_text"]
    text: str


class ReasoningItem(Strict):
    """encrypted_content: only its own maker can read it; it is left out."""

    type: Literal["reasoning"]
    id: str | None = None
    summary: list[ReasoningText] = Field(default_factory=list)
    content: list[ReasoningText] | None = None
    encrypted_content: str | None = None
    status: Status | None = None


def _kind(item: Any) -> str:
    """A message may leave out its type."""
    if isinstance(item, dict):
        return str(item.get("type", "message"))
    return str(getattr(item, "type", ""))


Item = Annotated[
    Annotated[MessageItem, Tag("message")]
    | Annotated[FunctionCallItem, Tag("function_call")]
    | Annotated[FunctionCallOutputItem, Tag("function_call_output")]
    | Annotated[ReasoningItem, Tag("reasoning")],
    Discriminator(
        _kind,
        custom_error_type="unknown_item",
        custom_error_message=(
            "An item is a message, a function_call, a function_call_output or a reasoning"
        ),
    ),
]


def to_turns(instructions: str | None, given: str | Sequence[Item]) -> tuple[Turn, ...]:
    """Raises InvalidCall for what no model here can read."""
    turns = [Turn(role="system", content=instructions)] if instructions else []
    if isinstance(given, str):
        return (*turns, Turn(role="user", content=given))
    for place, item in enumerate(given):
        turn = _turn(item, f"input.{place}")
        if turns and _belong_together(turns[-1], turn):
            turns[-1] = _one(turns[-1], turn)
        else:
            turns.append(turn)
    return tuple(turns)


def _turn(item: Item, where: str) -> Turn:
    match item:
        case ReasoningItem():
            thoughts = item.content or item.summary
            return Turn(
                role="assistant", content="", reasoning="".join(one.text for one in thoughts)
            )
        case FunctionCallItem():
            call = ToolCall(id=item.call_id, name=item.name, arguments=item.arguments)
            return Turn(role="assistant", content="", tool_calls=(call,))
        case FunctionCallOutputItem():
            text = _text(item.output, f"{where}.output")
            return Turn(role="tool", content=text, tool_call_id=item.call_id)
    role = "system" if item.role == "developer" else item.role
    return Turn(role=role, content=_text(item.content, f"{where}.content"))


def _belong_together(before: Turn, turn: Turn) -> bool:
    """Thoughts, text and calls, in this order, are items of their own here and one turn of the
    assistant's to a model."""
    if not before.role == turn.role == "assistant" or turn.reasoning:
        return False
    return bool(turn.tool_calls) or not (before.content or before.tool_calls)


def _one(before: Turn, turn: Turn) -> Turn:
    return replace(
        before,
        content=before.content + turn.content,
        tool_calls=before.tool_calls + turn.tool_calls,
    )


def _text(content: Content, where: str) -> str:
    if isinstance(content, str):
        return content
    return "".join(_text_of(part, where) for part in content)


def _text_of(part: TextContent | Refusal | OtherContent, where: str) -> str:
    match part:
        case TextContent(text=text):
            return text
        case Refusal(refusal=text):
            return text
    raise InvalidCall(
        f"Content of the type {part.type!r} cannot be read here: send text.", param=where
    )
