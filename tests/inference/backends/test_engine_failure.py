"""When the library's engine thread dies, its replies end with an error and the next one works."""

from __future__ import annotations

from typing import Any

import pytest

from inference.backends.transformers import TransformersBackend
from inference.exceptions import ModelUnavailable
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask
from tests.support.waiting import wait_for


def break_at_the_next_step(backend: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("a bit flipped")

    runner = backend._engine._manager.batch_processor.model_runner
    monkeypatch.setattr(runner, "compute_batch", fail)


def backend_of(ear: Ear) -> TransformersBackend:
    assert isinstance(ear.backend, TransformersBackend)
    return ear.backend


def test_all_its_replies_fail_and_the_next_one_works(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [fragile_tiny.begin(ask(f"question {i}", max_tokens=400)) for i in range(4)]
    for request_id in ids:
        fragile_tiny.wait_for_tokens(request_id)
    broken = backend_of(fragile_tiny)._engine
    break_at_the_next_step(fragile_tiny.backend, monkeypatch)
    for request_id in ids:
        last = fragile_tiny.wait_for_end(request_id)
        assert last.error_type == "generation"
        assert "try again" in last.error_message
    wait_for(lambda: backend_of(fragile_tiny)._engine is not broken, what="a new engine")
    _, last = fragile_tiny.complete(ask("hello again", max_tokens=5))
    assert last.finish_reason == "length"


def test_steps_are_counted_on_over_a_restart(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    fragile_tiny.complete(ask("hello there", max_tokens=20))
    steps = fragile_tiny.backend.step_count()
    break_at_the_next_step(fragile_tiny.backend, monkeypatch)
    fragile_tiny.complete(ask("hello"))
    wait_for(lambda: fragile_tiny.backend.step_count() >= steps, what="the count to go on")


def test_when_it_cannot_be_started_again_the_steps_end_with_an_error(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an error on a GPU, whose context is lost with it."""
    request_id = fragile_tiny.begin(ask("question", max_tokens=400))
    fragile_tiny.wait_for_tokens(request_id)
    monkeypatch.setattr(backend_of(fragile_tiny), "_revive", lambda _: False)
    break_at_the_next_step(fragile_tiny.backend, monkeypatch)
    assert fragile_tiny.wait_for_end(request_id).error_type == "generation"
    fragile_tiny.join()
    assert "a bit flipped" in str(fragile_tiny.error)
    with pytest.raises(ModelUnavailable):
        fragile_tiny.begin(ask("hello"))
