"""OpenAI's chat messages, and the turns they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from chat.api.problems import InvalidCall
from chat.api.requests import Strict
from inference.contract import ToolCall, Turn


class TextPart(Strict):
    type: Literal["text"]
    text: str


class OtherPart(Strict):
    """Images, sound and files, which no model here can read."""

    model_config = ConfigDict(extra="allow")

    type: Literal["image_url", "input_audio", "file", "refusal"]


Content = str | list[Annotated[TextPart | OtherPart, Field(discriminator="type")]]


class FunctionCall(Strict):
    name: str
    arguments: str


class AssistantCall(Strict):
    id: str
    type: Literal["function"] = "function"
    function: FunctionCall


class SystemMessage(Strict):
    role: Literal["system", "developer"]
    content: Content
    name: str | None = None
    tool_calls: None = None  # TGI's client sends it with all


class UserMessage(Strict):
    role: Literal["user"]
    content: Content
    name: str | None = None
    tool_calls: None = None


class AssistantMessage(Strict):
    """reasoning_content: what the model thought before it, as it was told with the answer."""

    role: Literal["assistant"]
    content: Content | None = None
    name: str | None = None
    tool_calls: list[AssistantCall] | None = None
    refusal: str | None = None
    reasoning_content: str | None = None
    audio: None = None
    function_call: None = None
    annotations: list[Any] | None = None


class ToolMessage(Strict):
    """name: of the tool; many programs send it along, as OpenAI's own examples did for long."""

    role: Literal["tool"]
    content: Content
    tool_call_id: str
    name: str | None = None


ChatMessage = Annotated[
    SystemMessage | UserMessage | AssistantMessage | ToolMessage, Field(discriminator="role")
]


def to_turns(messages: Sequence[ChatMessage]) -> tuple[Turn, ...]:
    """Raises InvalidCall for what no model here can read."""
    return tuple(_turn(message, f"messages.{place}") for place, message in enumerate(messages))


def _turn(message: ChatMessage, where: str) -> Turn:
    match message:
        case SystemMessage():
            return Turn(role="system", content=_text(message.content, where))
        case UserMessage():
            return Turn(role="user", content=_text(message.content, where))
        case ToolMessage():
            content = _text(message.content, where)
            return Turn(role="tool", content=content, tool_call_id=message.tool_call_id)
    calls = tuple(
        ToolCall(id=call.id, name=call.function.name, arguments=call.function.arguments)
        for call in message.tool_calls or ()
    )
    return Turn(
        role="assistant",
        content=_text(message.content or message.refusal or "", where),
        reasoning=message.reasoning_content or "",
        tool_calls=calls,
    )


def _text(content: Content, where: str) -> str:
    if isinstance(content, str):
        return content
    for part in content:
        if not isinstance(part, TextPart):
            raise InvalidCall(
                f"Content of the type {part.type!r} cannot be read here: send text.",
                param=f"{where}.content",
            )
    return "".join(part.text for part in content if isinstance(part, TextPart))
