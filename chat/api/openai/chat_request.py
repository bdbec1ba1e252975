"""What /v1/chat/completions takes. docs/api.md tells the meaning of each parameter."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chat.api.openai.messages import ChatMessage
from chat.api.requests import OnlyFalse, Strict


class StreamOptions(Strict):
    include_usage: bool = False
    include_obfuscation: bool = False  # what it guards against, padding, is for TLS to do


class JsonSchema(Strict):
    name: str
    description: str | None = None
    schema_: dict[str, Any] = Field(default_factory=dict, alias="schema")
    strict: bool | None = None


class TextFormat(Strict):
    type: Literal["text"]


class JsonObjectFormat(Strict):
    type: Literal["json_object"]


class JsonObjectOfSchema(JsonObjectFormat):
    """value: a schema, as huggingface_hub's client writes what it was given as `json_schema`."""

    value: dict[str, Any] | None = None


class FormOfTgi(Strict):
    """As TGI has it. value: a schema."""

    type: Literal["json"]
    value: dict[str, Any]


class JsonSchemaFormat(Strict):
    type: Literal["json_schema"]
    json_schema: JsonSchema


ResponseFormat = Annotated[
    TextFormat | JsonObjectOfSchema | FormOfTgi | JsonSchemaFormat, Field(discriminator="type")
]


class Function(Strict):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class FunctionTool(Strict):
    type: Literal["function"]
    function: Function


class FunctionName(Strict):
    name: str


class NamedTool(Strict):
    type: Literal["function"]
    function: FunctionName


class StructuredOutputs(Strict):
    """As vLLM has it: exactly one of them."""

    json_: dict[str, Any] | None = Field(default=None, alias="json")
    regex: str | None = None
    choice: list[str] | None = None


class TemplateOptions(Strict):
    enable_thinking: bool | None = None


class SamplingParameters(Strict):
    """How tokens are chosen: what all routes of OpenAI's share, and what vLLM adds."""

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=-1)] | None = None
    min_p: Annotated[float, Field(ge=0, le=1)] | None = None
    repetition_penalty: Annotated[float, Field(gt=0, le=10)] | None = None
    presence_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    logit_bias: dict[str, Annotated[float, Field(ge=-100, le=100)]] | None = None
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)] | None = None
    stop: str | Annotated[list[str], Field(max_length=4)] | None = None
    ignore_eos: bool = False


class ChatRequest(SamplingParameters):
    """Parameters that name something we cannot do are refused; hints without an effect on the
    answer are taken and ignored."""

    model: str
    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1, le=4)] | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    response_format: ResponseFormat | None = None
    tools: list[FunctionTool] | None = None
    tool_choice: Literal["none", "auto", "required"] | NamedTool | None = None
    parallel_tool_calls: bool | None = None
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | None = None

    # of vLLM and of our own
    structured_outputs: StructuredOutputs | None = None
    chat_template_kwargs: TemplateOptions | None = None
    continue_final_message: bool = False
    add_generation_prompt: bool | None = None
    background: bool = False

    # taken and ignored
    user: str | None = None
    safety_identifier: str | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: str | None = None
    metadata: dict[str, str] | None = None
    prediction: dict[str, Any] | None = None
    service_tier: Literal["auto", "default"] | None = None
    store: OnlyFalse | None = None
    verbosity: Literal["medium"] | None = None
    modalities: list[Literal["text"]] | None = None
