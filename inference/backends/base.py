"""What an engine needs from a model, whoever runs it. Knows no Redis, streams or tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from inference.contract import (
    ErrorType,
    FinishReason,
    GenerationRequest,
    Part,
    Sampling,
    Tokenize,
    Tokens,
)

Progress = Callable[[float, str], None]
"""Called while loading with a share from 0 to 1 and a sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A request that the model can take as it is. `token_ids` is empty for text backends.
    sampling: the request's, with what it leaves open filled in as far as the backend knows it.
    grammar: what the backend made of the request's, for itself."""

    request: GenerationRequest
    sampling: Sampling
    token_ids: tuple[int, ...]
    prompt_token_count: int
    max_tokens: int
    left_out_turn_count: int = 0
    grammar: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one engine step made for one choice of one request.

    parts: in order; empty while bytes of a character are held back. Their own token counts do not
    matter. token_count: what this step generated, also for a request that was cancelled meanwhile.
    token_ids: those tokens, where `submit` can go on after them: another worker may have to.
    cached_prompt_token_count: known from the first piece on, or never.
    prompt_token_count: only from a backend that could but estimate it in `prepare`.
    finish_reason is set on the last piece of each choice; error_type ends the whole request.
    error_field: which field of the request is at fault, where it is one.
    stop_string: which of them ended the choice, if one did.
    """

    request_id: str
    choice: int = 0
    parts: tuple[Part, ...] = ()
    token_count: int = 0
    token_ids: Sequence[int] = ()
    cached_prompt_token_count: int | None = None
    prompt_token_count: int | None = None
    finish_reason: FinishReason | None = None
    stop_string: str = ""
    error_type: ErrorType | None = None
    error_message: str = ""
    error_field: str = ""

    @property
    def is_last(self) -> bool:
        return self.finish_reason is not None or self.error_type is not None


@dataclass(frozen=True, slots=True)
class Recovered:
    """An engine thread died. retried: requests that go on in the next one. given_up: those that
    were to blame."""

    retried: int
    given_up: int


@dataclass(frozen=True, slots=True)
class Step:
    """The news of one engine step. number: steps made since `load`, this one included.
    more: the next news is there already, so it is worth telling both at once. seconds: how long
    the step took, where the engine says so."""

    number: int
    pieces: Sequence[Piece]
    more: bool = False
    seconds: float | None = None
    recovered: Recovered | None = None


@dataclass(frozen=True, slots=True)
class Vitals:
    """How the engine is. step_age_seconds: how long it had work and made no step. waiting: requests
    that were submitted and have no slot yet. cache_use: of the KV cache, 0 to 1; `None`: not known.
    """

    step_age_seconds: float = 0.0
    waiting: int = 0
    cache_use: float | None = None


class Backend(Protocol):
    """One loaded model that works on many requests at once.

    revision, context_length, device, dtype: known when it is loaded; device and dtype are empty
    where the model runs elsewhere. kind: which backend it is. libraries: those that its numbers
    depend on. template_digest: SHA-256 of the chat template's text, empty where it is not known.

    Life: `load` once, then `steps` is iterated by one thread until `close`, while any thread may
    call `prepare`, `submit`, `cancel`, `tokenize` and `detokenize`. A backend never raises for the
    sake of one request once it is submitted: it ends that request with an error piece.
    """

    kind: str
    libraries: tuple[str, ...]
    name: str
    revision: str
    template_digest: str
    context_length: int
    device: str
    dtype: str

    def load(self, progress: Progress) -> None:
        """Raises ModelUnavailable with a sentence that says what to do."""

    def prepare(self, request: GenerationRequest) -> Prepared:
        """Render, count and fit the prompt. Raises InvalidRequest or PromptTooLong."""

    def tokenize(self, question: Tokenize) -> Tokens:
        """Raises InvalidRequest, or Overloaded when too many prompts are being made."""

    def detokenize(self, token_ids: Sequence[int]) -> str:
        """Raises InvalidRequest for an id that is no token's."""

    def submit(self, prepared: Prepared) -> None:
        """Of a request with `made` tokens only what comes after them is told. Raises
        InvalidRequest, or ModelUnavailable when the engine thread is gone."""

    def cancel(self, request_id: str) -> None:
        """Free its slot at the next step; its last piece says `stopped`. Ignores unknown ids."""

    def steps(self) -> Iterator[Step]:
        """Blocks until there is news; ends at `close`. Raises ModelUnavailable when the model
        cannot go on in this process; the requests it has are its caller's to end."""

    def step_count(self) -> int:
        """Engine steps made since `load`; the measure of how soon a stop took effect."""

    def vitals(self) -> Vitals:
        """Asked once a second, by one thread. Never blocks."""

    def close(self) -> None: ...
