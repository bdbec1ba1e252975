"""What /v1/completions takes. docs/api.md tells the meaning of each parameter."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from chat.api.openai.chat_request import SamplingParameters, StreamOptions, StructuredOutputs


def _in_one_sentence(value: object, check: ValidatorFunctionWrapHandler) -> object:
    """Of four kinds that it is none of, one alone would be named."""
    try:
        return check(value)
    except ValidationError as error:
        raise PydanticCustomError(
            "prompt", "Input should be a text, a list of token ids, or a list of one of either"
        ) from error


TokenIds = Annotated[list[int], Field(min_length=1)]
Prompts = Annotated[
    str | TokenIds | Annotated[list[str] | list[TokenIds], Field(min_length=1)],
    WrapValidator(_in_one_sentence),
]


class CompletionRequest(SamplingParameters):
    """Parameters that name something we cannot do are refused; hints without an effect on the
    answer are taken and ignored."""

    model: str
    prompt: Prompts
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1, le=4)] | None = None
    best_of: Annotated[int, Field(ge=1)] | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    logprobs: Annotated[int, Field(ge=0, le=5)] | None = None
    echo: bool | None = None
    suffix: None = None

    # of vLLM and of our own
    structured_outputs: StructuredOutputs | None = None
    background: bool = False

    # taken and ignored
    user: str | None = None
