"""How a reply was made: what it takes to make it again, and when which piece of it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Self

from inference.contract.requests import Sampling

PartKind = Literal["text", "reasoning", "tool_call"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a worker says of how it makes a reply; what is empty or `None` is not known.

    template: SHA-256 of the text of the model's chat template. prompt, tokens: of the ids of the
    prompt's tokens and of those of the first choice, each in decimal and followed by a comma; empty
    where the model runs elsewhere. sampling: as it is used, with every default and the seed filled
    in, and max_tokens as the context leaves them. libraries: name → version.
    """

    worker: str = ""
    backend: str = ""
    device: str = ""
    dtype: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)
    template: str = ""
    prompt: str = ""
    tokens: str = ""
    sampling: Sampling = field(default_factory=Sampling)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Who wrote it may be of another version: what only that one knows is left out."""
        sampling = Sampling.from_json(_known(Sampling, values.get("sampling", {})))
        return cls(**{**_known(cls, values), "sampling": sampling})


def _known(kind: type[Provenance | Sampling], values: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A worker's try at a reply. Epoch seconds by Redis' clock. left_at, why (shutdown or lost):
    when it went back to the queue; `None`: the reply ended with it."""

    number: int
    worker: str
    taken_at: float
    left_at: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A part of the first choice that was told at once. characters: of its text, or of a call's
    arguments."""

    at: float
    kind: PartKind
    characters: int
    token_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """When what was told of a reply that has ended, by Redis' clock, in epoch seconds. is_whole:
    Redis was not emptied in its middle. attempts: those that Redis knows of. stop_asked_at: when
    its reader did."""

    queued_at: float
    ended_at: float
    started_at: float | None = None
    stop_asked_at: float | None = None
    arrivals: tuple[Arrival, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    is_whole: bool = True
