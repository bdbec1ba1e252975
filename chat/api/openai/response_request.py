"""What /v1/responses takes. docs/api.md tells the meaning of each parameter."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chat.api.openai.chat_request import (
    JsonObjectFormat,
    JsonSchema,
    SamplingParameters,
    TextFormat,
)
from chat.api.openai.response_input import Item
from chat.api.requests import Strict


class ResponseFunctionTool(Strict):
    type: Literal["function"]
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class NamedFunction(Strict):
    type: Literal["function"]
    name: str


class ResponseJsonSchemaFormat(JsonSchema):
    type: Literal["json_schema"]


class TextOptions(Strict):
    format: (
        Annotated[
            TextFormat | JsonObjectFormat | ResponseJsonSchemaFormat, Field(discriminator="type")
        ]
        | None
    ) = None
    verbosity: Literal["medium"] | None = None


class ReasoningOptions(Strict):
    """summary: thoughts are told as they are."""

    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None
    summary: Literal["auto", "concise", "detailed"] | None = None
    generate_summary: Literal["auto", "concise", "detailed"] | None = None


class ResponseStreamOptions(Strict):
    include_obfuscation: bool = False


Includable = Literal["message.output_text.logprobs", "reasoning.encrypted_content"]


class ResponseRequest(SamplingParameters):
    """Parameters that name something we cannot do are refused; hints without an effect on the
    answer are taken and ignored."""

    model: str
    input: str | Annotated[list[Item], Field(min_length=1)]
    instructions: str | None = None
    stream: bool | None = None
    stream_options: ResponseStreamOptions | None = None
    background: bool | None = None
    max_output_tokens: Annotated[int, Field(ge=1)] | None = None
    text: TextOptions | None = None
    tools: list[ResponseFunctionTool] | None = None
    tool_choice: Literal["none", "auto", "required"] | NamedFunction | None = None
    parallel_tool_calls: bool | None = None
    reasoning: ReasoningOptions | None = None
    top_logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    include: list[Includable] | None = None
    truncation: Literal["auto"] | None = None
    store: bool | None = None
    previous_response_id: str | None = None

    # taken and ignored
    metadata: Annotated[dict[str, str], Field(max_length=16)] | None = None
    max_tool_calls: int | None = None
    service_tier: Literal["auto", "default"] | None = None
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: str | None = None
