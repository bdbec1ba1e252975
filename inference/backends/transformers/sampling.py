"""What a request may ask of sampling, and how the library is told. Knows no prompts.

One wrong value would end the library's engine thread with everybody's reply, so all are checked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from inference.contract import Sampling
from inference.exceptions import InvalidRequest

COLDEST, HOTTEST = 0.01, 2.0
MOST_STOP_STRINGS = 4
# The library cannot do temperature 0. With top_k 1 all is greedy but ties, which top_p breaks.
GREEDY: dict[str, Any] = {"temperature": 1.0, "top_k": 1, "top_p": 1e-6}


@dataclass(frozen=True, slots=True)
class ModelDefaults:
    """How the model is sampled when a request does not say."""

    temperature: float
    top_p: float
    top_k: int

    @classmethod
    def of(cls, generation_config: Any, vocabulary: int) -> ModelDefaults:
        """A model that does not say `do_sample` is greedy, as it is with `generate`."""
        top_k = generation_config.top_k or vocabulary
        temperature = generation_config.temperature
        return cls(
            temperature=(1.0 if temperature is None else temperature)
            if generation_config.do_sample
            else 0.0,
            top_p=generation_config.top_p or 1.0,
            top_k=min(top_k, vocabulary),
        )


def check_sampling(sampling: Sampling, *, vocabulary: int) -> None:
    """Raises InvalidRequest with what would be right."""
    _check_number("temperature", sampling.temperature, f"0, or from {COLDEST} to {HOTTEST:g}")
    _check_number("top_p", sampling.top_p, "over 0 and up to 1")
    _check_count("top_k", sampling.top_k, vocabulary)
    _check_count("max_tokens", sampling.max_tokens, None)
    temperature, top_p = sampling.temperature, sampling.top_p
    if temperature is not None and not (temperature == 0 or COLDEST <= temperature <= HOTTEST):
        raise _wrong("temperature", f"0, or from {COLDEST} to {HOTTEST:g}", temperature)
    if top_p is not None and not 0 < top_p <= 1:
        raise _wrong("top_p", "over 0 and up to 1", top_p)
    _check_stop(sampling.stop)


def library_arguments(sampling: Sampling, defaults: ModelDefaults) -> dict[str, Any]:
    """The per-request arguments of the library's logits processors; `sampling` was checked."""
    temperature = sampling.temperature
    if temperature is None:
        asks_to_sample = sampling.top_p is not None or sampling.top_k is not None
        temperature = defaults.temperature or float(asks_to_sample)
    if temperature == 0:
        return GREEDY
    return {
        "temperature": float(temperature),
        "top_k": defaults.top_k if sampling.top_k is None else sampling.top_k,
        "top_p": float(defaults.top_p if sampling.top_p is None else sampling.top_p),
    }


def _check_number(name: str, value: Any, right: str) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(name, right, value)


def _check_count(name: str, value: Any, most: int | None) -> None:
    if value is None:
        return
    right = f"a whole number from 1 to {most:,}" if most else "a whole number from 1"
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or value < 1
        or (most and value > most)
    ):
        raise _wrong(name, right, value)


def _check_stop(stop: Any) -> None:
    if not isinstance(stop, tuple) or len(stop) > MOST_STOP_STRINGS:
        raise InvalidRequest(f"stop must be up to {MOST_STOP_STRINGS} strings.")
    if not all(isinstance(one, str) and one for one in stop):
        raise InvalidRequest("stop must be strings that are not empty.")


def _wrong(name: str, right: str, value: Any) -> InvalidRequest:
    return InvalidRequest(f"{name} must be {right}; it is {value!r}.")
