"""Anthropic's messages, and the turns they stand for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from chat.api.problems import InvalidCall
from chat.api.requests import Strict
from inference.contract import ToolCall, Turn

BETWEEN_BLOCKS = "\n\n"  # what people wrote in two blocks is not one word


class Cacheable(Strict):
    """cache_control: a hint that is taken and ignored; every prompt is looked up in the cache."""

    cache_control: dict[str, Any] | None = None


class TextBlock(Cacheable):
    type: Literal["text"]
    text: str
    citations: list[Any] | None = None


class OtherBlock(Strict):
    """What no model here can read."""

    model_config = ConfigDict(extra="allow")

    type: Literal["image", "document", "search_result"]


class ThinkingBlock(Strict):
    """signature: ours are empty, and nobody looks at it."""

    type: Literal["thinking"]
    thinking: str
    signature: str = ""


class RedactedThinkingBlock(Strict):
    """Thoughts that only their own maker can read; they are left out."""

    type: Literal["redacted_thinking"]
    data: str


class ToolUseBlock(Cacheable):
    type: Literal["tool_use"]
    id: str
    name: str
    input: dict[str, Any]
    caller: dict[str, Any] | None = None


ReadableBlock = Annotated[TextBlock | OtherBlock, Field(discriminator="type")]


class ToolResultBlock(Cacheable):
    type: Literal["tool_result"]
    tool_use_id: str
    content: str | list[ReadableBlock] = ""
    is_error: bool = False


UserBlock = Annotated[TextBlock | ToolResultBlock | OtherBlock, Field(discriminator="type")]
AssistantBlock = Annotated[
    TextBlock | ThinkingBlock | RedactedThinkingBlock | ToolUseBlock, Field(discriminator="type")
]


class AnthropicUserMessage(Strict):
    role: Literal["user"]
    content: str | Annotated[list[UserBlock], Field(min_length=1)]


class AnthropicAssistantMessage(Strict):
    role: Literal["assistant"]
    content: str | list[AssistantBlock]


class AnthropicSystemMessage(Strict):
    role: Literal["system"]
    content: str | list[TextBlock]


Message = Annotated[
    AnthropicUserMessage | AnthropicAssistantMessage | AnthropicSystemMessage,
    Field(discriminator="role"),
]
System = str | list[TextBlock]


def to_turns(system: System | None, messages: Sequence[Message]) -> tuple[Turn, ...]:
    """Raises InvalidCall for what no model here can read."""
    beginning = [_system_turn(system)] if system else []
    told = [
        turn
        for place, message in enumerate(messages)
        for turn in _turns(message, f"messages.{place}.content")
    ]
    return (*beginning, *told)


def _turns(message: Message, where: str) -> Iterator[Turn]:
    match message:
        case AnthropicSystemMessage():
            yield _system_turn(message.content)
        case AnthropicAssistantMessage():
            yield _assistant_turn(message)
        case AnthropicUserMessage():
            yield from _user_turns(message.content, where)


def _system_turn(content: System) -> Turn:
    return Turn(role="system", content=_text(content, "system"))


def _user_turns(content: str | Sequence[UserBlock], where: str) -> Iterator[Turn]:
    """Results of tools are turns of their own; what is written between them is one."""
    blocks = [TextBlock(type="text", text=content)] if isinstance(content, str) else content
    for is_result, run in groupby(blocks, key=lambda block: isinstance(block, ToolResultBlock)):
        if is_result:
            yield from (
                _result_turn(block, where) for block in run if isinstance(block, ToolResultBlock)
            )
        else:
            written = [block for block in run if not isinstance(block, ToolResultBlock)]
            yield Turn(role="user", content=_text(written, where))


def _result_turn(block: ToolResultBlock, where: str) -> Turn:
    text = _text(block.content, where)
    if block.is_error:
        text = f"Error: {text}"  # templates know no other way to say it
    return Turn(role="tool", content=text, tool_call_id=block.tool_use_id)


def _assistant_turn(message: AnthropicAssistantMessage) -> Turn:
    if isinstance(message.content, str):
        return Turn(role="assistant", content=message.content)
    blocks = message.content
    return Turn(
        role="assistant",
        content="".join(block.text for block in blocks if isinstance(block, TextBlock)),
        reasoning="".join(block.thinking for block in blocks if isinstance(block, ThinkingBlock)),
        tool_calls=tuple(
            ToolCall(id=block.id, name=block.name, arguments=json.dumps(block.input))
            for block in blocks
            if isinstance(block, ToolUseBlock)
        ),
    )


def _text(content: str | Sequence[TextBlock | OtherBlock], where: str) -> str:
    if isinstance(content, str):
        return content
    for block in content:
        if not isinstance(block, TextBlock):
            raise InvalidCall(
                f"{where}: content of the type {block.type!r} cannot be read here: send text.",
                param=where,
            )
    return BETWEEN_BLOCKS.join(block.text for block in content if isinstance(block, TextBlock))
