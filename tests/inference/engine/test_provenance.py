"""A worker tells how it makes a reply; another that goes on with it draws with the same seed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from inference.client import read_trace, recover_outcome, request_stop
from inference.config import Config
from inference.contract import Provenance
from tests.inference.engine.test_going_on import LONG, let_go, taken_over
from tests.inference.support.office import Office, text, wait_for_text
from tests.inference.support.requests import ask

WARM: dict[str, Any] = {"temperature": 1.5, "max_tokens": 40, "ignore_eos": True}


def of(outcome: object) -> Provenance:
    provenance = getattr(outcome, "provenance", None)
    assert isinstance(provenance, Provenance)
    return provenance


def test_a_seed_that_nobody_gave_is_drawn_and_told(real: Office) -> None:
    first, second = (real.complete(ask("Hello", **WARM)) for _ in range(2))
    seeds = {of(one).sampling.seed for one in (first, second)}
    assert None not in seeds
    assert len(seeds) == 2
    again = real.complete(replace(ask("Hello"), sampling=of(first).sampling))
    assert again.text == first.text != second.text
    assert of(again).tokens == of(first).tokens != of(second).tokens
    assert of(again).prompt == of(first).prompt != of(real.complete(ask("Hi", **WARM))).prompt


def test_the_models_defaults_are_filled_in(real: Office) -> None:
    told = of(real.complete(ask("Hello", temperature=None, max_tokens=3)))
    assert (told.sampling.temperature, told.sampling.top_p, told.sampling.max_tokens) == (0, 1, 3)
    assert told.sampling.top_k
    assert (told.worker, told.backend, told.device) == ("the-worker", "transformers", "cpu")
    assert set(told.libraries) == {"torch", "transformers", "tokenizers"}


def test_the_template_is_known_by_the_hash_of_its_text(real: Office) -> None:
    told = of(real.complete(ask("Hello", max_tokens=1)))
    template = real.backend._preparing._prompts._templates._plain  # type: ignore[attr-defined]
    assert told.template == hashlib.sha256(template.encode()).hexdigest()


def test_another_worker_goes_on_with_the_seed_of_the_first(
    real: Office, tiny_config: Config
) -> None:
    request = ask("Hello", temperature=1.5, max_tokens=200, ignore_eos=True)
    let_go(real, request, 20)
    whole = taken_over(tiny_config, request)
    with Office(tiny_config) as third:
        again = third.complete(replace(ask("Hello"), sampling=of(whole).sampling))
    assert again.text == whole.text
    assert of(again).tokens == of(whole).tokens
    trace = read_trace(request.id)
    assert trace is not None
    assert [(one.worker, one.why) for one in trace.attempts] == [
        ("the-worker", "shutdown"),
        ("another", ""),
    ]
    assert sum(one.characters for one in trace.arrivals) == len(whole.text)


def test_what_was_told_outlives_the_worker(scripted: Office) -> None:
    request = ask(LONG)
    future = scripted.send(request)
    wait_for_text(request)
    assert read_trace(request.id) is None  # it has not ended
    request_stop(request.id)
    outcome = future.result(timeout=10)
    assert outcome is not None
    recovered = recover_outcome(request.id)
    assert of(recovered) == of(outcome)
    trace = read_trace(request.id)
    assert trace is not None
    assert trace.stop_asked_at is not None
    assert trace.queued_at <= trace.stop_asked_at <= trace.ended_at + 0.001
    assert sum(one.characters for one in trace.arrivals) == len(text(request))


def test_a_backend_that_draws_no_tokens_itself_tells_no_seed(scripted: Office) -> None:
    told = of(scripted.complete(ask("Hello", temperature=None)))
    assert (told.backend, told.sampling.seed) == ("scripted", None)
