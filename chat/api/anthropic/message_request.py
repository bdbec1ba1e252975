"""What /v1/messages takes. docs/api.md tells the meaning of each parameter."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chat.api.anthropic.content import Cacheable, Message, System
from chat.api.requests import OnlyFalse, Strict


class CustomTool(Cacheable):
    """eager_input_streaming: arguments are always told as they are written."""

    type: Literal["custom"] | None = None
    name: str
    description: str | None = None
    input_schema: dict[str, Any]
    strict: bool | None = None
    eager_input_streaming: bool | None = None
    defer_loading: OnlyFalse = False
    allowed_callers: list[Literal["direct"]] | None = None


class AutoChoice(Strict):
    type: Literal["auto"]
    disable_parallel_tool_use: bool = False


class AnyChoice(Strict):
    type: Literal["any"]
    disable_parallel_tool_use: bool = False


class ToolChoice(Strict):
    type: Literal["tool"]
    name: str
    disable_parallel_tool_use: bool = False


class NoChoice(Strict):
    type: Literal["none"]


AnyToolChoice = Annotated[
    AutoChoice | AnyChoice | ToolChoice | NoChoice, Field(discriminator="type")
]


class Thinking(Strict):
    """budget_tokens: how long it thinks is the model's own; max_tokens bounds both."""

    type: Literal["enabled", "adaptive", "disabled"]
    budget_tokens: Annotated[int, Field(ge=1)] | None = None
    display: Literal["summarized"] | None = None


class JsonFormat(Strict):
    type: Literal["json_schema"]
    schema_: dict[str, Any] = Field(alias="schema")


class OutputConfig(Strict):
    effort: Literal["low", "medium", "high", "xhigh", "max"] | None = None
    format: JsonFormat | None = None


class Metadata(Strict):
    user_id: str | None = None


class PromptRequest(Strict):
    """All that the model reads. /v1/messages/count_tokens takes this much.

    Parameters that name something we cannot do are refused; hints without an effect on the answer
    are taken and ignored.
    """

    model: str
    messages: Annotated[list[Message], Field(min_length=1)]
    system: System | None = None
    tools: list[CustomTool] | None = None
    tool_choice: AnyToolChoice | None = None
    thinking: Thinking | None = None
    output_config: OutputConfig | None = None

    # taken and ignored
    cache_control: dict[str, Any] | None = None
    speed: Literal["standard"] | None = None


class MessageRequest(PromptRequest):
    max_tokens: Annotated[int, Field(ge=1)]
    stream: bool | None = None
    temperature: Annotated[float, Field(ge=0, le=1)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=0)] | None = None
    stop_sequences: Annotated[list[str], Field(max_length=4)] | None = None
    background: bool = False  # of our own

    # taken and ignored
    metadata: Metadata | None = None
    service_tier: Literal["auto", "standard_only"] | None = None
