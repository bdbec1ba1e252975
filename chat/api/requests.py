"""What the requests of all dialects have in common. Knows no routes."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from chat.api.problems import InvalidCall

COLDEST = 0.01  # for the engine; what is colder but not 0 is as good as this
# What clients say who talk to one model only; `dummy` is huggingface_hub's.
ANY_MODEL = frozenset(("", "tgi", "default", "dummy"))


class Strict(BaseModel):
    """Unknown fields are refused, numbers are not made out of text."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _refuse_true(value: bool) -> bool:
    if value:
        raise PydanticCustomError("only_false", "Input should be False")
    return value


# `Literal[False]` would let 0 in, which equals it.
OnlyFalse = Annotated[
    bool, AfterValidator(_refuse_true), WithJsonSchema({"type": "boolean", "const": False})
]


def to_model(name: str) -> str:
    return "" if name in ANY_MODEL else name


def to_temperature(temperature: float | None) -> float | None:
    return max(temperature, COLDEST) if temperature else temperature


def check_strict_tools(*, is_strict: bool, must_call: bool) -> None:
    """Raises InvalidCall for what no model here is held to."""
    if is_strict and not must_call:
        raise InvalidCall(
            "strict holds only where a call must come: let tool_choice require one or name the "
            "tool, or leave out strict.",
            param="tools",
        )


def check_stream_options(options: object | None, *, is_streamed: bool | None) -> None:
    """Raises InvalidCall."""
    if options is not None and not is_streamed:
        raise InvalidCall("stream_options is only for streams.", param="stream_options")
