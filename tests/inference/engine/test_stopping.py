"""A stop ends a reply within two engine steps, as the engine itself counts them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from inference.backends.base import Prepared
from inference.client import request_stop
from inference.config import Config
from inference.contract import Event, Finished, GenerationRequest, Started, Text, Usage
from inference.reply import Reply
from tests.inference.support.office import Office, events, text, usage, wait_for_text
from tests.inference.support.requests import ask
from tests.support.waiting import wait_for


def assert_stopped(request: GenerationRequest) -> None:
    assert events(request)[-1] == Finished(reason="stopped")
    receipt = usage(request)
    assert receipt.steps_after_stop is not None
    assert receipt.steps_after_stop <= 2
    assert receipt.tokens_after_stop is not None
    assert receipt.tokens_after_stop <= 2
    assert receipt.freed_after_seconds is not None


def test_a_stopped_reply_leaves_the_engine_within_two_steps(real: Office) -> None:
    real.wait_until_settled()
    others = [real.send(ask(f"bystander {i}", max_tokens=120)) for i in range(3)]
    request = ask("tell me a long story", max_tokens=400)
    future = real.send(request)
    wait_for_text(request, 10)
    assert not request_stop(request.id)
    outcome = future.result(timeout=30)
    assert outcome is not None
    assert outcome.finish_reason == "stopped"
    assert outcome.text == text(request)
    assert_stopped(request)
    assert all(other.result(timeout=30) for other in others)


def test_a_stop_before_the_first_token_ends_it_without_text(scripted: Office) -> None:
    request = ask("!delay 60")
    future = scripted.send(request)
    wait_for(lambda: len(events(request)) == 2, what="the start")
    request_stop(request.id)
    outcome = future.result(timeout=5)
    assert outcome is not None
    assert (outcome.finish_reason, outcome.text) == ("stopped", "")
    assert_stopped(request)
    assert usage(request).ttft_seconds is None


def test_a_stop_while_the_model_loads_ends_it_at_once(real: Office) -> None:
    assert real.engine.status.state == "loading"
    request = ask("hello")
    real.send(request)
    assert request_stop(request.id)
    assert events(request)[-1] == Finished(reason="stopped")
    real.wait_until_settled()
    assert real.engine.intake.take() is None


def test_a_stop_while_queued_leaves_nothing_to_do(scripted_config: Config) -> None:
    with Office(replace(scripted_config, max_in_flight=1)) as office:
        first = ask("!delay 60")
        before_it = office.send(first)
        wait_for(lambda: len(events(first)) == 2, what="the start")
        request = ask("hello")
        office.send(request)
        assert request_stop(request.id)
        assert events(request)[-1] == Finished(reason="stopped")
        request_stop(first.id)
        assert before_it.result(timeout=5) is not None
        assert office.engine.intake.take() is None


def test_a_stop_that_was_only_flagged_is_seen_by_the_next_append(scripted: Office) -> None:
    """As when the control channel lost the message."""
    scripted.engine._listener.close()
    request = ask("!tokens 5000")
    future = scripted.send(request)
    wait_for_text(request)
    request_stop(request.id)
    assert future.result(timeout=5) is not None
    assert_stopped(request)


def test_a_stop_that_was_only_flagged_is_seen_by_the_heartbeat_in_silence(
    scripted: Office,
) -> None:
    scripted.engine._listener.close()
    request = ask("!delay 60")
    future = scripted.send(request)
    wait_for(lambda: len(events(request)) == 2, what="the start")
    request_stop(request.id)
    assert future.result(timeout=10) is not None
    assert_stopped(request)


def test_nothing_is_told_after_a_stop_but_its_receipt(real: Office) -> None:
    real.wait_until_settled()
    request = ask("tell me a long story", max_tokens=400)
    future = real.send(request)
    wait_for_text(request)
    real.engine.stop(request.id)
    (reply,) = real.engine._replies.values()
    told = reply._completion_token_count
    future.result(timeout=30)
    counted = sum(event.token_count for event in events(request) if isinstance(event, Text))
    assert counted <= told == usage(request).completion_token_count


def test_stopping_twice_or_too_late_is_nothing(scripted: Office) -> None:
    request = ask("!tokens 3")
    outcome = scripted.complete(request)
    request_stop(request.id)
    scripted.engine.stop(request.id)
    assert outcome.finish_reason == "stop"
    assert events(request)[-1] == Finished(reason="stop")


def test_another_engine_takes_no_notice(scripted: Office) -> None:
    request = ask("!tokens 50")
    future = scripted.send(request)
    scripted.engine.stop("somebody-elses-reply")
    outcome = future.result(timeout=10)
    assert outcome is not None
    assert outcome.finish_reason == "stop"


def in_another_thread(work: Callable[..., Any], *arguments: Any) -> None:
    threading.Thread(target=work, args=arguments).start()


def test_a_stop_that_meets_the_start_is_told_after_it(
    scripted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the stream would go on after its ending, and the reply never be done."""
    scripted.wait_until_settled()
    outbox, put = scripted.engine._outbox, scripted.engine._outbox.put
    has_ended = threading.Event()

    def put_late(reply: Reply, events: tuple[Event, ...]) -> None:
        if events and isinstance(events[0], Started):
            in_another_thread(scripted.engine.stop, reply.request.id)
            has_ended.wait(0.3)
        put(reply, events)
        if events and isinstance(events[-1], Finished):
            has_ended.set()

    monkeypatch.setattr(outbox, "put", put_late)
    request = ask("hello")
    outcome = scripted.send(request).result(timeout=5)
    assert outcome is not None
    assert outcome.finish_reason == "stopped"
    told = [event.type for event in events(request)]
    assert told[:2] == ["queued", "started"]
    assert told[-2:] == ["usage", "finished"]
    assert set(told[2:-2]) <= {"text"}  # the engine may have made a step by then


def test_a_stop_that_meets_the_submission_leaves_nothing_in_the_engine(
    scripted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.wait_until_settled()
    submit, cut, is_asked = scripted.backend.submit, scripted.engine._cut, threading.Event()
    request = ask("!tokens 100000")

    def cut_and_say(reply: Reply, ending: Finished) -> None:
        is_asked.set()
        cut(reply, ending)

    def submit_late(prepared: Prepared) -> None:
        in_another_thread(scripted.engine.stop, request.id)
        assert is_asked.wait(5)
        submit(prepared)

    monkeypatch.setattr(scripted.engine, "_cut", cut_and_say)
    monkeypatch.setattr(scripted.backend, "submit", submit_late)
    outcome = scripted.send(request).result(timeout=5)
    assert outcome is not None
    assert outcome.finish_reason == "stopped"
    assert not scripted.backend._playing  # type: ignore[attr-defined]


@pytest.mark.fault(23, "set forward a day while a stop is under way")
def test_a_clock_that_is_set_makes_no_stop_overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = Reply(ask("hello"))
    reply.stop(Finished(reason="stopped"), step=1)
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert reply.stopping_seconds < 60
    (receipt, _) = reply.end(Finished(reason="stopped"), step=2)
    assert isinstance(receipt, Usage)
    assert receipt.freed_after_seconds is not None
    assert receipt.freed_after_seconds < 60
