"""What came of a request, and what workers say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self

from inference.contract.events import ErrorType, FinishReason
from inference.contract.provenance import Provenance
from inference.contract.requests import ToolCall

# Why no worker will do more for a reply: it has ended, Redis was emptied while it waited, or was
# emptied in its middle and its worker was lost as well.
LeftOver = Literal["ended", "forgotten", "cut"]
WorkerState = Literal["loading", "ready", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The whole of one try, handed to the database when it has ended; of several choices, the
    first.

    Exactly one of finish_reason and error_type is set. Epoch times in seconds; `None`: never came.
    What is from reasoning_token_count on: as `Usage` has it; `None`: not known. provenance is not
    in the JSON: Redis has it (`inference.client.read_provenance`), and web workers of the first
    version refuse what they do not know.
    """

    id: str
    attempt: int
    text: str
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    finish_reason: FinishReason | None = None
    error_type: ErrorType | None = None
    error_message: str = ""
    model: str = ""
    revision: str = ""
    prompt_token_count: int = 0
    completion_token_count: int = 0
    left_out_turn_count: int = 0
    reasoning_token_count: int | None = None
    reasoning_seconds: float | None = None
    cached_prompt_token_count: int | None = None
    steps_after_stop: int | None = None
    tokens_after_stop: int | None = None
    freed_after_seconds: float | None = None
    started_at: float | None = None
    first_token_at: float | None = None
    finished_at: float | None = None
    provenance: Provenance | None = None

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "provenance"}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Of a worker that may be older or newer, as WorkerStatus."""
        names = {one.name for one in fields(cls)} - {"provenance"}
        values = {name: value for name, value in values.items() if name in names}
        calls = tuple(ToolCall(**call) for call in values.get("tool_calls", ()))
        return cls(**{**values, "tool_calls": calls})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStatus:
    """What one GPU worker says of itself every two seconds. progress: 0 to 1 while loading.
    step_age_seconds: how long its engine has had work and made no step.

    Known when it is ready: revision, and context_length, of prompt and reply together;
    max_prompt_tokens: of one prompt; device (cpu, cuda) and dtype (float32), empty where the model
    runs elsewhere; ready_at: since when, epoch seconds; cache_use: of its KV cache, 0 to 1, `None`
    where it has none of its own; submitted: of those that run, the ones without a slot yet.
    """

    worker: str
    model: str
    state: WorkerState
    progress: float = 0.0
    message: str = ""
    running: int = 0
    capacity: int = 0
    context_length: int = 0
    step_age_seconds: float = 0.0
    revision: str = ""
    max_prompt_tokens: int = 0
    device: str = ""
    dtype: str = ""
    ready_at: float = 0.0
    cache_use: float | None = None
    submitted: int = 0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """A worker may be newer than its reader: what only that one knows is left out."""
        names = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStatus:
    """What all workers of one model are together. running: replies. capacity: of those that are
    ready. progress: 0 to 1 while loading. The rest as one of those says, see WorkerStatus."""

    name: str
    state: WorkerState
    progress: float
    message: str
    running: int
    capacity: int
    context_length: int
    revision: str
    max_prompt_tokens: int
    device: str
    dtype: str
    ready_at: float
