"""Anthropic's messages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chat.api.shapes.base import Shape


class AnswerText(Shape):
    type: Literal["text"]
    text: str


class AnswerThinking(Shape):
    type: Literal["thinking"]
    thinking: str
    signature: str


class AnswerToolUse(Shape):
    type: Literal["tool_use"]
    id: str
    name: str
    input: dict[str, Any]


class AnswerDetails(Shape):
    thinking_tokens: int


class MessageUsage(Shape):
    """input_tokens: those that were not in the cache."""

    input_tokens: int
    cache_creation_input_tokens: int
    cache_read_input_tokens: int
    output_tokens: int
    output_tokens_details: AnswerDetails


class Message(Shape):
    id: str
    type: Literal["message"]
    role: Literal["assistant"]
    model: str
    content: list[
        Annotated[AnswerText | AnswerThinking | AnswerToolUse, Field(discriminator="type")]
    ]
    stop_reason: Literal["end_turn", "max_tokens", "tool_use", "stop_sequence"]
    stop_sequence: str | None
    usage: MessageUsage


class TokenCount(Shape):
    input_tokens: int
