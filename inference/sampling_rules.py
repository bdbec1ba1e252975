"""What a request may ask of sampling. Each wrong value fails its request, with what would be right.

Nothing that passes here can end the engine thread, and with it everybody's reply.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from inference.contract import Sampling
from inference.exceptions import InvalidRequest

COLDEST, HOTTEST = 0.01, 2.0
MOST_STOP_STRINGS, MOST_STOP_CHARACTERS = 4, 1024
MOST_LOGPROBS = 20
MOST_BIASES = 1024
STRONGEST_BIAS = 100.0
STRONGEST_REPETITION = 10.0
STRONGEST_PENALTY = 2.0
LARGEST_SEED = 2**63


def check_sampling(sampling: Sampling, *, vocabulary: int | None = None) -> None:
    """Raises InvalidRequest. vocabulary: the rows of the model's output; `None`: which model will
    do it is not known yet."""
    one = sampling
    warm = f"0, or from {COLDEST} to {HOTTEST:g}"
    _check("temperature", one.temperature, warm, lambda x: x == 0 or COLDEST <= x <= HOTTEST)
    _check("top_p", one.top_p, "over 0 and up to 1", lambda x: 0 < x <= 1)
    _check("min_p", one.min_p, "from 0 to 1", lambda x: 0 <= x <= 1)
    _check(
        "repetition_penalty",
        one.repetition_penalty,
        f"over 0 and up to {STRONGEST_REPETITION:g}",
        lambda x: 0 < x <= STRONGEST_REPETITION,
    )
    for name in ("presence_penalty", "frequency_penalty"):
        right = f"from -{STRONGEST_PENALTY:g} to {STRONGEST_PENALTY:g}"
        _check(name, getattr(one, name), right, lambda x: abs(x) <= STRONGEST_PENALTY)
    _check_count("top_k", one.top_k, 1, vocabulary)
    _check_count("max_tokens", one.max_tokens, 1, None)
    _check_count("seed", one.seed, -LARGEST_SEED, LARGEST_SEED - 1)
    _check_count("logprobs", one.logprobs, 0, MOST_LOGPROBS)
    if not isinstance(one.ignore_eos, bool):
        raise _wrong("ignore_eos", "true or false", one.ignore_eos)
    _check_bias(one.logit_bias, vocabulary)
    _check_stop(one.stop)


def _check(name: str, value: Any, right: str, is_right: Any, called: str = "") -> None:
    if value is None:
        return
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) < math.inf or not is_right(value):
        raise _wrong(name, right, value, called)


def _check_count(name: str, value: Any, least: int, most: int | None, called: str = "") -> None:
    if value is None:
        return
    right = f"a whole number from {least:,}" + ("" if most is None else f" to {most:,}")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or value < least or (most is not None and value > most):
        raise _wrong(name, right, value, called)


def _check_bias(bias: Any, vocabulary: int | None) -> None:
    if not isinstance(bias, Mapping) or len(bias) > MOST_BIASES:
        raise InvalidRequest(
            f"logit_bias must map up to {MOST_BIASES:,} token ids to numbers.", field="logit_bias"
        )
    value = "A value of logit_bias"
    for token, number in bias.items():
        last = None if vocabulary is None else vocabulary - 1
        _check_count("logit_bias", token, 0, last, called="A token of logit_bias")
        right = f"from -{STRONGEST_BIAS:g} to {STRONGEST_BIAS:g}"
        if number is None:
            raise _wrong("logit_bias", right, number, called=value)
        _check("logit_bias", number, right, lambda x: abs(x) <= STRONGEST_BIAS, called=value)


def _check_stop(stop: Any) -> None:
    if not isinstance(stop, tuple) or len(stop) > MOST_STOP_STRINGS:
        raise InvalidRequest(f"stop must be up to {MOST_STOP_STRINGS} strings.", field="stop")
    if not all(isinstance(one, str) and 0 < len(one) <= MOST_STOP_CHARACTERS for one in stop):
        raise InvalidRequest(
            f"stop must be strings, not empty, of up to {MOST_STOP_CHARACTERS:,} characters.",
            field="stop",
        )


def _wrong(name: str, right: str, value: Any, called: str = "") -> InvalidRequest:
    return InvalidRequest(f"{called or name} must be {right}; it is {value!r}.", field=name)
