"""What all shapes have in common, and what goes wrong in each dialect."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Has these fields and no others. A field with a default may be left out."""

    model_config = ConfigDict(extra="forbid")


class Problem(Shape):
    message: str
    type: str
    param: str | None
    code: str | None


class OpenAIError(Shape):
    """error_type: as huggingface_hub knows it."""

    error: Problem
    error_type: str


class AnthropicProblem(Shape):
    type: str
    message: str


class AnthropicError(Shape):
    type: Literal["error"]
    error: AnthropicProblem


class TGIError(Shape):
    error: str
    error_type: str
