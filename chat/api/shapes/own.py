"""What nobody else has."""

from __future__ import annotations

from typing import Literal

from chat.api.shapes.base import Shape


class GenerationProblem(Shape):
    type: str
    message: str


class GenerationState(Shape):
    """How one stands: counts and times, in seconds. `null`: not known, or not yet."""

    id: str
    object: Literal["generation"]
    route: str
    model: str
    status: Literal["active", "finished", "failed"]
    finish_reason: Literal["stop", "length", "tool_calls", "stopped"] | None
    error: GenerationProblem | None
    created: int
    prompt_tokens: int | None
    completion_tokens: int | None
    queue_seconds: float | None
    ttft_seconds: float | None
    tokens_per_second: float | None
