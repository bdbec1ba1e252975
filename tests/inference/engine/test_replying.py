"""From a request to numbered events and one outcome."""

from __future__ import annotations

import pytest

from inference.contract import Failed, Finished, Queued, Started, Text, Turn, Usage
from inference.stream import read_log
from tests.inference.support.office import (
    Office,
    events,
    started,
    text,
    usage,
    wait_for_text,
)
from tests.inference.support.requests import ask


def test_a_reply_is_told_in_order_with_one_ending(scripted: Office) -> None:
    request = ask("What is a house?")
    outcome = scripted.complete(request)
    kinds = [type(event) for event in events(request)]
    assert kinds[:2] == [Queued, Started]
    assert set(kinds[2:-2]) == {Text}
    assert kinds[-2:] == [Usage, Finished]
    assert [numbered.seq for numbered, _ in read_log(request.id)] == list(range(1, len(kinds) + 1))
    assert outcome.text == text(request)


def test_the_outcome_says_what_the_stream_said(scripted: Office) -> None:
    request = ask("What is a house?")
    outcome = scripted.complete(request)
    told = usage(request)
    assert outcome.finish_reason == "stop"
    assert outcome.completion_token_count == told.completion_token_count == 20
    assert outcome.prompt_token_count == started(request).prompt_token_count
    assert (outcome.model, outcome.revision) == ("scripted", "1")
    assert outcome.started_at is not None
    assert outcome.first_token_at is not None
    assert outcome.finished_at is not None
    assert request.sent_at <= outcome.started_at <= outcome.first_token_at <= outcome.finished_at


def test_times_are_measured_from_when_it_was_sent(scripted: Office) -> None:
    request = ask("!delay 0.2\n!tokens 5")
    scripted.complete(request)
    told = usage(request)
    assert told.ttft_seconds is not None
    assert 0 <= told.queue_seconds < told.ttft_seconds
    assert told.ttft_seconds >= 0.2
    assert told.steps_after_stop is None


def test_many_replies_at_once_never_mix(scripted: Office) -> None:
    requests = [ask(f"This is question {i}.") for i in range(24)]
    futures = [scripted.send(request) for request in requests]
    for i, future in enumerate(futures):
        outcome = future.result(timeout=30)
        assert outcome is not None
        assert f"question {i}." in outcome.text
        assert outcome.text == text(requests[i])


def test_one_append_tells_a_step_of_all_replies(
    scripted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    append = scripted.engine._writer.append

    def counted(batch):  # type: ignore[no-untyped-def]
        batches.append(len(batch))
        return append(batch)

    monkeypatch.setattr(scripted.engine._writer, "append", counted)
    futures = [scripted.send(ask(f"!delay 0.3\n!tokens 50\nHello {i}")) for i in range(10)]
    for future in futures:
        future.result(timeout=30)
    assert max(batches) == 10
    assert sum(batches) > 2 * len(batches)


def test_a_failure_in_mid_reply_keeps_what_was_told(scripted: Office) -> None:
    request = ask("!fail after 5\nHello")
    outcome = scripted.complete(request)
    assert outcome.error_type == "generation"
    assert "Hello" in outcome.text == text(request)
    assert isinstance(events(request)[-1], Failed)


def test_a_request_that_is_wrong_fails_at_once_with_a_sentence(real: Office) -> None:
    real.wait_until_settled()
    other = real.send(ask("another question", max_tokens=200))
    outcome = real.complete(ask("hello", temperature=-3))
    assert outcome.error_type == "validation"
    assert "temperature must be" in outcome.error_message
    unharmed = other.result(timeout=30)
    assert unharmed is not None
    assert unharmed.error_type is None


def test_what_does_not_fit_fails_as_too_long(real: Office) -> None:
    outcome = real.complete(ask("word " * 2000))
    assert outcome.error_type == "prompt_too_long"
    assert "512 fit in all" in outcome.error_message


def test_the_oldest_turns_are_left_out_and_it_is_said_how_many(real: Office) -> None:
    long = "an old story about something " * 8
    request = ask(long, long, long, long, "And the newest question?", max_tokens=50)
    outcome = real.complete(request)
    assert outcome.error_type is None
    assert outcome.left_out_turn_count == started(request).left_out_turn_count > 0
    assert outcome.left_out_turn_count % 2 == 0


def test_a_system_prompt_is_kept_when_turns_are_left_out(real: Office) -> None:
    long = "an old story about something " * 8
    request = ask(long, long, long, long, "And the newest question?", max_tokens=50)
    system = Turn(role="system", content="Always be kind.")
    real.wait_until_settled()
    with_system = real.backend.prepare(
        type(request)(id="x", owner="alice", turns=(system, *request.turns))
    )
    assert with_system.token_ids[1] == 2  # the system role's token


def test_the_tiny_models_replies_are_told_whole(real: Office) -> None:
    requests = [ask(f"number {i}", max_tokens=60) for i in range(8)]
    futures = [real.send(request) for request in requests]
    outcomes = [future.result(timeout=30) for future in futures]
    for request, outcome in zip(requests, outcomes, strict=True):
        assert outcome is not None
        assert outcome.text == text(request)
        assert outcome.model == "tiny-model0"


def test_requests_wait_for_a_model_that_is_loading(real: Office) -> None:
    assert real.engine.status.state == "loading"
    assert real.complete(ask("early", max_tokens=5)).finish_reason == "length"


def test_a_model_that_is_not_there_fails_every_request_with_its_sentence(broken: Office) -> None:
    for request in (ask("early"), ask("late")):
        outcome = broken.complete(request)
        assert outcome.error_type == "model_unavailable"
        assert "/nowhere/at/all does not exist" in outcome.error_message
    assert broken.engine.status.state == "failed"


def test_a_request_that_another_worker_holds_is_left_to_it(scripted: Office) -> None:
    request = ask("!tokens 200")
    first = scripted.send(request)
    wait_for_text(request)
    assert scripted.engine.intake.take() is None
    outcome = first.result(timeout=30)
    assert outcome is not None
    assert outcome.finish_reason == "stop"
