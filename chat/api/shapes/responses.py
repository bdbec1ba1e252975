"""OpenAI's response objects."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chat.api.shapes.base import Shape
from chat.api.shapes.openai import ToldToken

ItemStatus = Literal["completed", "in_progress", "incomplete"]


class OutputText(Shape):
    type: Literal["output_text"]
    text: str
    annotations: list[Any]
    logprobs: list[ToldToken]


class OutputMessage(Shape):
    id: str
    type: Literal["message"]
    role: Literal["assistant"]
    status: ItemStatus
    content: list[OutputText]


class ToldReasoning(Shape):
    type: Literal["reasoning_text"]
    text: str


class OutputReasoning(Shape):
    id: str
    type: Literal["reasoning"]
    status: ItemStatus
    summary: list[Any]
    content: list[ToldReasoning]


class OutputCall(Shape):
    """arguments: JSON as text."""

    id: str
    type: Literal["function_call"]
    status: ItemStatus
    call_id: str
    name: str
    arguments: str


class ResponseProblem(Shape):
    code: str
    message: str


class Incomplete(Shape):
    reason: Literal["max_output_tokens"]


class InputDetails(Shape):
    cached_tokens: int
    cache_write_tokens: int


class OutputDetails(Shape):
    reasoning_tokens: int


class ResponseUsage(Shape):
    input_tokens: int
    input_tokens_details: InputDetails
    output_tokens: int
    output_tokens_details: OutputDetails
    total_tokens: int


class Effort(Shape):
    effort: str | None
    summary: None


class Response(Shape):
    """With what was asked for, as far as it is kept."""

    id: str
    object: Literal["response"]
    created_at: int
    status: Literal["completed", "incomplete", "cancelled", "failed", "in_progress", "queued"]
    error: ResponseProblem | None
    incomplete_details: Incomplete | None
    model: str
    output: list[
        Annotated[OutputMessage | OutputReasoning | OutputCall, Field(discriminator="type")]
    ]
    usage: ResponseUsage | None
    previous_response_id: None
    store: Literal[False]
    service_tier: Literal["default"]

    instructions: str | None
    metadata: dict[str, str]
    tools: list[dict[str, Any]]
    text: dict[str, Any]
    user: str | None
    tool_choice: str | dict[str, Any]
    parallel_tool_calls: bool
    temperature: float | None
    top_p: float | None
    top_logprobs: int
    max_output_tokens: int | None
    max_tool_calls: int | None
    reasoning: Effort
    background: bool
    truncation: Literal["auto"]
