"""What one choice of one request asks of its tokens, and what it remembers between two of them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

import numpy as np
import torch

from inference.contract import Sampling

_MASK = 2**64 - 1
SEED_BITS = 53  # drawn seeds are whole numbers in every JSON reader, and a request can name them


class GrammarMask(Protocol):
    """Which tokens may come next. One engine thread uses it. complaint: of error, for people."""

    error: str
    complaint: str

    def fill(self, row: torch.Tensor) -> bool:
        """Set the bits of what is allowed; False: everything is. row: int32 [vocabulary / 32]."""

    def accept(self, token_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class ModelDefaults:
    """How the model is sampled when a request does not say. temperature 0: greedy."""

    temperature: float
    top_p: float
    top_k: int
    repetition_penalty: float = 1.0

    @classmethod
    def of(cls, generation_config: Any, vocabulary: int) -> ModelDefaults:
        """A model that does not say `do_sample` is greedy, as it is with `generate`."""
        temperature = generation_config.temperature
        return cls(
            temperature=(1.0 if temperature is None else temperature)
            if generation_config.do_sample
            else 0.0,
            top_p=generation_config.top_p or 1.0,
            top_k=min(generation_config.top_k or vocabulary, vocabulary),
            repetition_penalty=generation_config.repetition_penalty or 1.0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A checked request's sampling with every default filled in; the same for its whole life.

    logprobs: how many of the likeliest are told beside each token; -1: none, nor the token's own.
    """

    temperature: float = 0.0
    top_p: float = 1.0
    top_k: int
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    bias_ids: tuple[int, ...] = ()
    bias_values: tuple[float, ...] = ()
    seed: int = 0
    ignore_eos: bool = False
    logprobs: int = -1

    @property
    def has_penalties(self) -> bool:
        return (
            self.repetition_penalty != 1
            or self.presence_penalty != 0
            or self.frequency_penalty != 0
        )

    @property
    def is_plain(self) -> bool:
        """Greedy, and no logit is changed but that of an ending."""
        has_more = self.has_penalties or self.bias_ids or self.logprobs >= 0
        return self.temperature == 0 and not has_more


GREEDY = RuleSet(top_k=1)


def fill_in(sampling: Sampling, defaults: ModelDefaults) -> Sampling:
    """As it is used: with the same one the same request gives the same text. `sampling` was
    checked. Without a seed every request gets another."""
    temperature = sampling.temperature
    if temperature is None:
        asked = (sampling.top_p, sampling.top_k, sampling.min_p, sampling.seed)
        temperature = defaults.temperature or float(any(one is not None for one in asked))
    repetition = sampling.repetition_penalty
    return replace(
        sampling,
        temperature=float(temperature),
        top_p=float(defaults.top_p if sampling.top_p is None else sampling.top_p),
        top_k=defaults.top_k if sampling.top_k is None else sampling.top_k,
        min_p=float(sampling.min_p or 0.0),
        repetition_penalty=defaults.repetition_penalty if repetition is None else repetition,
        presence_penalty=sampling.presence_penalty or 0.0,
        frequency_penalty=sampling.frequency_penalty or 0.0,
        seed=secrets.randbits(SEED_BITS) if sampling.seed is None else sampling.seed,
    )


def resolve(sampling: Sampling, defaults: ModelDefaults, *, choice: int = 0) -> RuleSet:
    """`sampling` was checked. Choices differ in their seeds."""
    full: Any = fill_in(sampling, defaults)  # nothing that is read here is None any more
    seed = full.seed & _MASK
    return RuleSet(
        temperature=full.temperature,
        top_p=full.top_p,
        top_k=full.top_k,
        min_p=full.min_p,
        repetition_penalty=full.repetition_penalty,
        presence_penalty=full.presence_penalty,
        frequency_penalty=full.frequency_penalty,
        bias_ids=tuple(full.logit_bias),
        bias_values=tuple(map(float, full.logit_bias.values())),
        seed=_mix(seed ^ _mix(choice)) if choice else seed,
        ignore_eos=full.ignore_eos,
        logprobs=-1 if full.logprobs is None else full.logprobs,
    )


@dataclass(frozen=True, slots=True)
class Scored:
    """Natural logarithms of probabilities, of the chosen token and of the likeliest ones."""

    logprob: float
    top: tuple[tuple[int, float], ...]


class Rules:
    """One choice in one life of the engine. The engine thread writes, others read.

    told: the tokens of its reply that earlier lives made: it goes on as if nothing had happened.
    fault: why no more can come of it; the engine goes on, and whoever reads it ends the request.
    complaint: what its reader is told of it; empty: nothing that a reader could act on.
    scored: for each token made in this life, if the request asked.
    """

    def __init__(
        self,
        rules: RuleSet,
        prompt: Sequence[int] = (),
        told: Sequence[int] = (),
        grammar: GrammarMask | None = None,
    ) -> None:
        self.set, self.grammar = rules, grammar
        self.position = len(told)
        self.fault = ""
        self.cached_prompt_token_count: int | None = None
        self.scored: list[Scored] = []
        self.is_plain = rules.is_plain and grammar is None
        self._penalties = Penalties(rules, prompt, told) if rules.has_penalties else None
        if grammar is not None:
            for token_id in told:
                grammar.accept(token_id)

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        """The library copies a request that it interrupts; it stays the same choice."""
        return self

    @property
    def complaint(self) -> str:
        return "" if self.grammar is None else self.grammar.complaint

    @property
    def penalties(self) -> Penalties | None:
        return self._penalties

    def draw(self) -> float:
        """From 0 up to 1, evenly: of the seed and the token's place in the reply alone, so that
        neither company nor an interruption changes a text."""
        return (_mix(self.set.seed ^ _mix(self.position)) >> 11) * 2.0**-53

    def accept(self, token_id: int) -> None:
        """The token that was chosen."""
        self.position += 1
        if self._penalties is not None:
            self._penalties.accept(token_id)
        if self.grammar is not None:
            self.grammar.accept(token_id)
            self.fault = self.fault or self.grammar.error


class Penalties:
    """The tokens that a choice has used, and what each costs from now on.

    ids: each once, int64. repetition: the factor of each, as Keskar et al. (2019) and `generate`
    have it. minus: what is taken off, presence and frequency in OpenAI's sense, of the reply alone.
    """

    def __init__(self, rules: RuleSet, prompt: Sequence[int], told: Sequence[int]) -> None:
        self._rules = rules
        self._places: dict[int, int] = {}
        self._ids = np.zeros(64, dtype=np.int64)
        self._minus = np.zeros(64, dtype=np.float32)
        if rules.repetition_penalty != 1:
            for token_id in prompt:
                self._place(token_id)
        for token_id in told:
            self.accept(token_id)

    @property
    def ids(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        return self._ids[: len(self._places)]

    @property
    def minus(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        return self._minus[: len(self._places)]

    @property
    def repetition(self) -> float:
        return self._rules.repetition_penalty

    def accept(self, token_id: int) -> None:
        place = self._place(token_id)
        if self._minus[place] == 0:
            self._minus[place] = self._rules.presence_penalty
        self._minus[place] += self._rules.frequency_penalty

    def _place(self, token_id: int) -> int:
        place = self._places.get(token_id)
        if place is None:
            place = self._places[token_id] = len(self._places)
            if place == len(self._ids):
                self._ids = np.concatenate([self._ids, np.zeros_like(self._ids)])
                self._minus = np.concatenate([self._minus, np.zeros_like(self._minus)])
            self._ids[place] = token_id
        return place


def _mix(number: int) -> int:
    """Splitmix64 (Steele, Lea and Flood, 2014): neighbours in, unrelated numbers out."""
    number = (number + 0x9E3779B97F4A7C15) & _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)
