"""The words chat and inference share: what is asked, what is told. Imports nothing of ours.

Everything here is a frozen value that crosses a process boundary as JSON; an unknown or missing
field fails at construction, in the process that made the mistake.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal, Self

Role = Literal["system", "user", "assistant", "tool"]
FinishReason = Literal["stop", "length", "tool_calls", "stopped"]
ErrorType = Literal[
    "overloaded",  # no room now, try again
    "validation",  # the request itself is wrong
    "prompt_too_long",  # system prompt and last message alone exceed the context
    "model_unavailable",  # the worker has no model
    "generation",  # the engine failed while working on it
    "incomplete_generation",  # the worker went away in mid-reply
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of the prompt, as the chat template takes it."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How tokens are chosen. `None` means the model's own default.

    temperature: 0 is greedy, else 0.01 to 2. top_p: over 0, up to 1. top_k: 1 to the vocabulary.
    max_tokens: new tokens at most; `None` means as many as the context holds.
    stop: up to 4 strings; generation ends before the first that appears.
    """

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(**{**values, "stop": tuple(values.get("stop", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """One try at one reply.

    id: names the event stream. owner: an opaque key for limits and fairness, never a user name.
    attempt: the fence; the stream refuses events of an older attempt.
    sent_at: when its writer sent it, epoch seconds; waiting times count from here.
    """

    id: str
    owner: str
    turns: tuple[Turn, ...]
    sampling: Sampling = field(default_factory=Sampling)
    attempt: int = 1
    sent_at: float = field(default_factory=time.time)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **values,
                "turns": tuple(Turn(**turn) for turn in values["turns"]),
                "sampling": Sampling.from_json(values["sampling"]),
            }
        )


# --- events -------------------------------------------------------------------------------------
# The wire form of an event is its fields plus `type`, and `seq` once the stream has numbered it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Accepted; `position` replies are ahead of it (0: it is next)."""

    type: ClassVar[str] = "queued"
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The engine took it. `left_out_turn_count` oldest turns did not fit into the context."""

    type: ClassVar[str] = "started"
    model: str
    revision: str
    prompt_token_count: int
    left_out_turn_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """More of the reply: whole characters only, never empty. `token_count` tokens made it."""

    type: ClassVar[str] = "text"
    text: str
    token_count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Counts and times of the whole reply, told just before the ending. Times in seconds.

    queue_seconds: sent to started. ttft_seconds: sent to first text (`None`: there was none).
    decode_seconds: first text to last. The stop receipt: steps and tokens the engine still made
    after it saw the stop, and how long until the slot was free (`None` when it was not stopped).
    """

    type: ClassVar[str] = "usage"
    prompt_token_count: int
    completion_token_count: int
    queue_seconds: float
    ttft_seconds: float | None
    decode_seconds: float
    steps_after_stop: int | None = None
    tokens_after_stop: int | None = None
    freed_after_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An ending: the reply is whole, or was stopped by its reader."""

    type: ClassVar[str] = "finished"
    reason: FinishReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An ending: what was told so far stands, more will not come. `message` is for people."""

    type: ClassVar[str] = "failed"
    error_type: ErrorType
    message: str


Event = Queued | Started | Text | Usage | Finished | Failed
Ending = Finished | Failed

EVENT_TYPES: Mapping[str, type[Event]] = {
    event.type: event for event in (Queued, Started, Text, Usage, Finished, Failed)
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """An event with the place the stream gave it: 1, 2, 3…"""

    seq: int
    event: Event

    @property
    def is_ending(self) -> bool:
        return isinstance(self.event, Finished | Failed)


def event_to_json(event: Event) -> dict[str, Any]:
    return {"type": event.type, **asdict(event)}


def event_from_json(values: Mapping[str, Any]) -> Event:
    """Raises KeyError for an unknown type, TypeError for unknown or missing fields."""
    fields = {name: value for name, value in values.items() if name not in ("type", "seq")}
    return EVENT_TYPES[values["type"]](**fields)


# --- results and workers ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The whole of one try, handed to the database when it has ended.

    Exactly one of finish_reason and error_type is set. Epoch times in seconds; `None`: never came.
    """

    id: str
    attempt: int
    text: str
    finish_reason: FinishReason | None = None
    error_type: ErrorType | None = None
    error_message: str = ""
    model: str = ""
    revision: str = ""
    prompt_token_count: int = 0
    completion_token_count: int = 0
    left_out_turn_count: int = 0
    started_at: float | None = None
    first_token_at: float | None = None
    finished_at: float | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(**values)


WorkerState = Literal["loading", "ready", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStatus:
    """What one GPU worker says of itself every two seconds. progress: 0 to 1 while loading."""

    worker: str
    model: str
    state: WorkerState
    progress: float = 0.0
    message: str = ""
    running: int = 0
    capacity: int = 0
    context_length: int = 0
