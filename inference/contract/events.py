"""What is told of a reply, in order. The wire form of an event is its fields plus `type`, and
`seq` once the stream has numbered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any, ClassVar, Literal

FinishReason = Literal["stop", "length", "tool_calls", "stopped"]
ErrorType = Literal[
    "overloaded",  # no room now, try again
    "validation",  # the request itself is wrong
    "prompt_too_long",  # system prompt and last message alone exceed the context
    "model_unavailable",  # no worker has the model
    "timeout",  # a deadline passed
    "generation",  # the engine failed while working on it
    "incomplete_generation",  # the worker went away in mid-reply, and no other could go on
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Accepted; `position` replies are ahead of it (0: it is next). Told again when it moves. What
    was told before it counts no more: the reply begins anew. wait_seconds: until a worker should
    take it, from now (`None`: that is not known)."""

    type: ClassVar[str] = "queued"
    position: int
    wait_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The engine took it. `left_out_turn_count` oldest turns did not fit into the context."""

    type: ClassVar[str] = "started"
    model: str
    revision: str
    prompt_token_count: int
    left_out_turn_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLogprob:
    """A token as text (a replacement sign where it is part of a character), as bytes, and the
    natural logarithm of its probability. top: the likeliest at its place, likeliest first. id: in
    the vocabulary (`None`: the server that runs the model does not say)."""

    token: str
    bytes: tuple[int, ...]
    logprob: float
    top: tuple[TokenLogprob, ...] = ()
    id: int | None = None

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> TokenLogprob:
        top = tuple(map(cls.from_json, values.get("top", ())))
        return cls(**{**values, "bytes": tuple(values["bytes"]), "top": top})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """More of the reply: whole characters only, never empty. `token_count` tokens made it.
    reasoning_seconds: how long the model thought, on the first part after that alone."""

    type: ClassVar[str] = "text"
    text: str
    token_count: int = 1
    choice: int = 0
    logprobs: tuple[TokenLogprob, ...] = ()
    reasoning_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """More of what the model thinks before it answers; as Text."""

    type: ClassVar[str] = "reasoning"
    text: str
    token_count: int = 1
    choice: int = 0
    logprobs: tuple[TokenLogprob, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCallPart:
    """More of call number `index`. The first part has id and name; `arguments` is JSON text in
    fragments as they are generated. reasoning_seconds: as Text."""

    type: ClassVar[str] = "tool_call"
    index: int
    id: str = ""
    name: str = ""
    arguments: str = ""
    token_count: int = 1
    choice: int = 0
    logprobs: tuple[TokenLogprob, ...] = ()
    reasoning_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFinished:
    """One of several choices is whole; told only when the request asked for more than one.
    stop_string: see Finished."""

    type: ClassVar[str] = "choice_finished"
    choice: int
    reason: FinishReason
    stop_string: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Counts and times of the whole reply, told just before the ending. Times in seconds.

    queue_seconds: sent to started. ttft_seconds: sent to first part (`None`: there was none).
    decode_seconds: first part to last. cached_prompt_token_count: of the prompt, taken from other
    requests' (`None`: the engine does not say). reasoning_seconds: from the first part of the
    reasoning to the first other one, or the ending (`None`: there was none). The stop receipt:
    steps and tokens the engine still made after it saw the stop, and how long until the slot was
    free (`None` when it was not stopped; freed_after_seconds also when the engine was stuck and the
    slot is not free yet).
    """

    type: ClassVar[str] = "usage"
    prompt_token_count: int
    completion_token_count: int
    queue_seconds: float
    ttft_seconds: float | None
    decode_seconds: float
    reasoning_token_count: int = 0
    reasoning_seconds: float | None = None
    cached_prompt_token_count: int | None = None
    steps_after_stop: int | None = None
    tokens_after_stop: int | None = None
    freed_after_seconds: float | None = None

    def of_some(self) -> dict[str, Any]:
        """What an Outcome has of it, beside what it has of every reply."""
        return {
            "reasoning_token_count": self.reasoning_token_count or None,
            "reasoning_seconds": self.reasoning_seconds,
            "cached_prompt_token_count": self.cached_prompt_token_count,
            "steps_after_stop": self.steps_after_stop,
            "tokens_after_stop": self.tokens_after_stop,
            "freed_after_seconds": self.freed_after_seconds,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An ending: the reply is whole, or was stopped by its reader. stop_string: which of the
    request's would have come next; empty where the model ended by itself."""

    type: ClassVar[str] = "finished"
    reason: FinishReason
    stop_string: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An ending: what was told so far stands, more will not come. `message` is for people. field:
    which field of the request is at fault, where it is one."""

    type: ClassVar[str] = "failed"
    error_type: ErrorType
    message: str
    field: str = ""


Part = Text | Reasoning | ToolCallPart
Event = Queued | Started | Part | ChoiceFinished | Usage | Finished | Failed
Ending = Finished | Failed

EVENT_TYPES: Mapping[str, type[Event]] = {
    event.type: event
    for event in (
        *(Queued, Started, Text, Reasoning, ToolCallPart),
        *(ChoiceFinished, Usage, Finished, Failed),
    )
}
# Left out of the wire form at their defaults: most replies have one choice and no logprobs, and
# every token pays for what is written.
_RARE = (
    *("choice", "logprobs", "reasoning_token_count", "cached_prompt_token_count"),
    *("reasoning_seconds", "stop_string", "field", "wait_seconds"),
)
_RARE_DEFAULTS = {
    event: {one.name: one.default for one in fields(event) if one.name in _RARE}
    for event in EVENT_TYPES.values()
}
_NAMES = {event: tuple(one.name for one in fields(event)) for event in EVENT_TYPES.values()}


@dataclass(frozen=True, slots=True)
class Numbered:
    """An event with the place that the stream gave it: 1, 2, 3…"""

    seq: int
    event: Event

    @property
    def is_ending(self) -> bool:
        return isinstance(self.event, Finished | Failed)

    def follows(self, seq: int) -> bool:
        """Whether nothing that matters is missing between: who waits has been told nothing but
        other places. Numbers leap when Redis was emptied and the reply is asked for again."""
        return self.seq == seq + 1 or (isinstance(self.event, Queued) and self.seq > seq)


def event_to_json(event: Event) -> dict[str, Any]:
    kind = type(event)
    rare = _RARE_DEFAULTS[kind]
    values: dict[str, Any] = {"type": event.type}
    for name in _NAMES[kind]:
        value = getattr(event, name)
        if rare.get(name, MISSING) != value:
            values[name] = value
    if "logprobs" in values:
        values["logprobs"] = [asdict(one) for one in values["logprobs"]]
    return values


def event_from_json(values: Mapping[str, Any]) -> Event:
    """Raises KeyError for an unknown type, TypeError for unknown or missing fields."""
    given = {name: value for name, value in values.items() if name not in ("type", "seq")}
    if "logprobs" in given:
        given["logprobs"] = tuple(map(TokenLogprob.from_json, given["logprobs"]))
    return EVENT_TYPES[values["type"]](**given)
