"""What TGI's routes tell."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from chat.api.shapes.base import Shape


class GeneratedToken(Shape):
    """id: -1 where the model runs on a server that does not name its tokens."""

    id: int
    text: str
    logprob: float | None
    special: bool


class GeneratedDetails(Shape):
    finish_reason: Literal["length", "eos_token", "stop_sequence"]
    generated_tokens: int
    seed: int | None
    input_length: int
    prefill: list[Any]
    tokens: list[GeneratedToken]
    top_tokens: list[list[GeneratedToken]] = Field(default_factory=list)


class Generated(Shape):
    """details: where they were asked for."""

    generated_text: str
    details: GeneratedDetails | None = None


class Info(Shape):
    model_id: str
    model_sha: str | None
    model_dtype: str | None
    model_device_type: str | None
    model_pipeline_tag: str
    max_concurrent_requests: int
    max_best_of: int
    max_stop_sequences: int
    max_input_tokens: int
    max_total_tokens: int
    version: str
    router: str
