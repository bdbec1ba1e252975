"""What /generate and /generate_stream take: TGI's names. docs/api.md tells what each means here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chat.api.requests import OnlyFalse, Strict

MOST_BEST_OF = 1


class JsonGrammar(Strict):
    """value: a schema."""

    type: Literal["json"]
    value: dict[str, Any]


class NamedSchema(Strict):
    name: str | None = None
    schema_: dict[str, Any] = Field(alias="schema")


class JsonSchemaGrammar(Strict):
    type: Literal["json_schema"]
    value: NamedSchema


class RegexGrammar(Strict):
    type: Literal["regex"]
    value: str


GenerateGrammar = Annotated[
    JsonGrammar | JsonSchemaGrammar | RegexGrammar, Field(discriminator="type")
]


class Parameters(Strict):
    """Those that name something we cannot do are refused at any value that would do it."""

    do_sample: bool = False
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_k: Annotated[int, Field(ge=1)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    repetition_penalty: Annotated[float, Field(gt=0, le=10)] | None = None
    frequency_penalty: Annotated[float, Field(ge=-2, le=2)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**64)] | None = None
    max_new_tokens: Annotated[int, Field(ge=1)] | None = None
    stop: Annotated[list[str], Field(max_length=4)] | None = None
    grammar: GenerateGrammar | None = None
    truncate: Annotated[int, Field(ge=1)] | None = None
    return_full_text: bool | None = None
    details: bool = True
    top_n_tokens: Annotated[int, Field(ge=0, le=5)] | None = None
    best_of: Annotated[int, Field(ge=1, le=MOST_BEST_OF)] | None = None
    typical_p: Annotated[float, Field(ge=1, le=1)] | None = None
    decoder_input_details: OnlyFalse = False
    watermark: OnlyFalse = False
    adapter_id: None = None


class GenerateRequest(Strict):
    inputs: str
    parameters: Parameters = Field(default_factory=Parameters)
    stream: bool = False
