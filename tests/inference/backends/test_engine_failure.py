"""When the library's engine thread dies, replies go on in the next one from their last token; only
the request that kills it is given up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from inference.backends.base import Piece
from inference.backends.transformers.backend import FAILED
from inference.backends.transformers.manager import EngineThread
from inference.contract import GenerationRequest, Grammar
from inference.exceptions import ModelUnavailable
from tests.inference.support.ear import Ear
from tests.inference.support.poison import POISON, backend_of, failing, no_number, token_of
from tests.inference.support.requests import ask

BIT_FLIP = RuntimeError("a bit flipped")
NO_MEMORY = RuntimeError(
    "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"
)


def questions(count: int) -> list[GenerationRequest]:
    return [ask(f"question number {i} of many", max_tokens=60) for i in range(count)]


def alone(ear: Ear, requests: Sequence[GenerationRequest]) -> list[str]:
    return [ear.complete(ask(one.turns[0].content, max_tokens=60))[0] for one in requests]


def endings(ear: Ear, ids: Sequence[str]) -> list[Piece]:
    return [ear.wait_for_end(one) for one in ids]


def test_every_reply_goes_on_as_if_nothing_had_happened(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = questions(6)
    expected = alone(fragile_tiny, requests)
    ids = [fragile_tiny.begin(one) for one in requests]
    for request_id in ids:
        fragile_tiny.wait_for_tokens(request_id, 5)
    broken = break_at_the_next_step(fragile_tiny, monkeypatch)

    assert {last.finish_reason for last in endings(fragile_tiny, ids)} <= {"length", "stop"}
    assert [fragile_tiny.text(one) for one in ids] == expected
    assert backend_of(fragile_tiny)._engine is not broken


def test_a_seeded_reply_with_penalties_goes_on_as_it_would_have(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules: dict[str, Any] = {
        "temperature": 1.0,
        "seed": 7,
        "frequency_penalty": 0.5,
        "repetition_penalty": 1.2,
        "logprobs": 2,
        "max_tokens": 60,
    }
    expected = fragile_tiny.begin(ask("tell me", **rules))
    fragile_tiny.wait_for_end(expected)
    request_id = fragile_tiny.begin(ask("tell me", **rules))
    fragile_tiny.wait_for_tokens(request_id, 5)
    break_at_the_next_step(fragile_tiny, monkeypatch)
    fragile_tiny.wait_for_end(request_id)
    assert fragile_tiny.text(request_id) == fragile_tiny.text(expected)
    assert tokens_shown(fragile_tiny, request_id) == tokens_shown(fragile_tiny, expected)


def test_a_reply_that_goes_on_keeps_its_form(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = Grammar(kind="regex", value="([a-z][0-9]){25}")
    request_id = fragile_tiny.begin(replace(ask("a form", max_tokens=60), grammar=form))
    fragile_tiny.wait_for_tokens(request_id, 5)
    break_at_the_next_step(fragile_tiny, monkeypatch)
    assert fragile_tiny.wait_for_end(request_id).finish_reason == "stop"
    assert re.fullmatch(form.value, fragile_tiny.text(request_id))


def test_no_token_is_told_twice_over_a_death(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    (request,) = questions(1)
    request_id = fragile_tiny.begin(request)
    fragile_tiny.wait_for_tokens(request_id, 5)
    break_at_the_next_step(fragile_tiny, monkeypatch)
    assert fragile_tiny.wait_for_end(request_id).finish_reason == "length"
    assert fragile_tiny.tokens(request_id) == 60


@pytest.mark.fault(4, "a prompt that kills the engine twice")
def test_only_the_prompt_that_kills_the_engine_is_given_up(fragile_tiny: Ear) -> None:
    requests = questions(6)
    expected = alone(fragile_tiny, requests)
    bad = token_of(fragile_tiny, POISON)
    with failing(fragile_tiny, lambda tokens, _: bad in tokens, BIT_FLIP) as deaths:
        ids = [fragile_tiny.begin(one) for one in requests]
        for request_id in ids:
            fragile_tiny.wait_for_tokens(request_id, 5)
        poison = fragile_tiny.begin(ask(f"poison {POISON}", max_tokens=60))
        last = fragile_tiny.wait_for_end(poison)

        assert last.error_type == "generation"
        assert "failed twice at this request" in last.error_message
        assert {one.error_type for one in endings(fragile_tiny, ids)} == {None}
        assert [fragile_tiny.text(one) for one in ids] == expected
    assert len(deaths) == 2


def test_a_reply_that_kills_the_engine_in_its_middle_is_given_up_there(fragile_tiny: Ear) -> None:
    requests = questions(4)
    expected = alone(fragile_tiny, requests)
    deadly = ask("tell me another", max_tokens=60)
    bad, text = token_in_the_middle(fragile_tiny, deadly, requests, expected)
    with failing(fragile_tiny, lambda tokens, _: bad in tokens, BIT_FLIP):
        ids = [fragile_tiny.begin(one) for one in requests]
        poison = fragile_tiny.begin(deadly)

        assert fragile_tiny.wait_for_end(poison).error_type == "generation"
        told = fragile_tiny.text(poison)
        assert told
        assert text.startswith(told)
        assert {one.error_type for one in endings(fragile_tiny, ids)} == {None}
        assert [fragile_tiny.text(one) for one in ids] == expected


def test_bystanders_of_many_poisons_are_spared(fragile_tiny: Ear) -> None:
    requests = questions(3)
    expected = alone(fragile_tiny, requests)
    bad = token_of(fragile_tiny, POISON)
    with failing(fragile_tiny, lambda tokens, _: bad in tokens, BIT_FLIP):
        ids, poisons = [], []
        for request in requests:
            ids.append(fragile_tiny.begin(request))
            poisons.append(fragile_tiny.begin(ask(f"poison {POISON}", max_tokens=60)))

        assert {one.error_type for one in endings(fragile_tiny, poisons)} == {"generation"}
        assert {one.error_type for one in endings(fragile_tiny, ids)} == {None}
        assert [fragile_tiny.text(one) for one in ids] == expected


@pytest.mark.fault(25, "in a step of too many")
def test_when_memory_runs_out_fewer_run_at_a_time_and_all_end_well(fragile_tiny: Ear) -> None:
    requests = questions(6)
    expected = alone(fragile_tiny, requests)
    with failing(fragile_tiny, lambda _, count: count > 2, NO_MEMORY) as deaths:
        ids = [fragile_tiny.begin(one) for one in requests]
        assert {one.error_type for one in endings(fragile_tiny, ids)} == {None}
    assert [fragile_tiny.text(one) for one in ids] == expected
    assert deaths


@pytest.mark.fault(25, "for one request alone")
def test_a_request_too_big_for_the_memory_is_told_so(fragile_tiny: Ear) -> None:
    bad = token_of(fragile_tiny, POISON)
    with failing(fragile_tiny, lambda tokens, _: bad in tokens, NO_MEMORY):
        last = fragile_tiny.wait_for_end(fragile_tiny.begin(ask(f"large {POISON}")))
    assert "not enough memory" in last.error_message


@pytest.mark.fault(27, "from the middle of a reply")
def test_a_reply_fails_where_its_numbers_are_none_and_no_other_does(fragile_tiny: Ear) -> None:
    requests = questions(4)
    expected = alone(fragile_tiny, requests)
    broken = ask("tell me another", max_tokens=60)
    bad, text = token_in_the_middle(fragile_tiny, broken, requests, expected)
    with no_number(fragile_tiny, bad):
        ids = [fragile_tiny.begin(one) for one in requests]
        last = fragile_tiny.wait_for_end(fragile_tiny.begin(broken))

        assert last.error_type == "generation"
        assert last.error_message == FAILED
        told = fragile_tiny.text(broken.id)
        assert told
        assert text.startswith(told)
        assert {one.error_type for one in endings(fragile_tiny, ids)} == {None}
        assert [fragile_tiny.text(one) for one in ids] == expected


def test_a_reply_that_waits_for_anothers_trial_can_be_stopped(fragile_tiny: Ear) -> None:
    bad = token_of(fragile_tiny, POISON)
    with failing(fragile_tiny, lambda tokens, _: bad in tokens, BIT_FLIP):
        bystander = fragile_tiny.begin(ask("question", max_tokens=400))
        fragile_tiny.wait_for_tokens(bystander, 3)
        poison = fragile_tiny.begin(ask(f"poison {POISON}"))
        fragile_tiny.backend.cancel(bystander)

        assert fragile_tiny.wait_for_end(bystander).finish_reason == "stopped"
        assert fragile_tiny.wait_for_end(poison).error_type == "generation"
    assert fragile_tiny.complete(ask("hello", max_tokens=5))[1].finish_reason == "length"


def test_steps_are_counted_on_over_a_restart(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    fragile_tiny.complete(ask("hello there", max_tokens=20))
    steps = fragile_tiny.backend.step_count()
    break_at_the_next_step(fragile_tiny, monkeypatch)
    fragile_tiny.complete(ask("hello", max_tokens=5))
    assert fragile_tiny.backend.step_count() > steps


def test_when_it_cannot_be_started_again_the_steps_end_with_an_error(fragile_tiny: Ear) -> None:
    """As after an error on a GPU, whose context is lost with it."""
    request_id = fragile_tiny.begin(ask("question", max_tokens=400))
    fragile_tiny.wait_for_tokens(request_id)
    with failing(fragile_tiny, lambda *_: True, BIT_FLIP):
        fragile_tiny.join()
    assert "a bit flipped" in str(fragile_tiny.error)
    with pytest.raises(ModelUnavailable):
        fragile_tiny.begin(ask("hello"))


def token_in_the_middle(
    ear: Ear, request: GenerationRequest, others: Sequence[GenerationRequest], texts: Sequence[str]
) -> tuple[int, str]:
    """A token of its reply that is in nothing of the others, and the whole reply."""
    spared = {
        token
        for one, text in zip(others, texts, strict=True)
        for token in encode(ear, one.turns[0].content + text)
    }
    (text,) = alone(ear, [request])
    return next(one for one in encode(ear, text)[5:] if one not in spared), text


def break_at_the_next_step(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> EngineThread:
    """Once: the next engine thread is whole."""

    def fail(*_: Any) -> None:
        raise BIT_FLIP

    engine: Any = backend_of(ear)._engine
    monkeypatch.setattr(engine._manager.batch_processor.model_runner, "compute_batch", fail)
    return backend_of(ear)._engine


def tokens_shown(ear: Ear, request_id: str) -> list[str]:
    parts = [part for _, piece in ear.pieces[request_id] for part in piece.parts]
    return [one.token for part in parts for one in part.logprobs]


def encode(ear: Ear, text: str) -> list[int]:
    return list(backend_of(ear).tokenizer.encode(text, add_special_tokens=False).ids)
