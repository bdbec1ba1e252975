"""Redis away, the reply taken over, the engine beyond help: one ending, and never a wrong one."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference import admission, outbox
from inference.admission import admit
from inference.client import fail_generation, list_workers
from inference.config import Config
from inference.contract import Failed, Finished, GenerationRequest, Outcome
from inference.exceptions import ModelUnavailable
from inference.stream.writer import LEASE_SECONDS
from tests.inference.support.office import Office, events, wait_for_text
from tests.inference.support.requests import ask
from tests.support.redis_server import RedisServer
from tests.support.taking import take
from tests.support.waiting import wait_for


def test_a_reply_given_to_another_attempt_is_dropped_without_an_outcome(scripted: Office) -> None:
    request = ask("!tokens 100000")
    future = scripted.send(request)
    wait_for_text(request)
    fail_generation(
        request.id, error_type="incomplete_generation", message="Its worker is gone.", attempt=2
    )
    assert future.result(timeout=10) is None
    endings = [event for event in events(request) if isinstance(event, Failed | Finished)]
    assert endings == [Failed(error_type="incomplete_generation", message="Its worker is gone.")]


def test_its_slot_is_free_again(scripted: Office) -> None:
    request = ask("!tokens 100000")
    future = scripted.send(request)
    wait_for_text(request)
    fail_generation(request.id, error_type="generation", message="", attempt=2)
    future.result(timeout=10)
    playing = scripted.backend._playing  # type: ignore[attr-defined]
    wait_for(lambda: not playing, what="the slot")


def test_a_reply_that_another_ended_first_has_the_outcome_of_that(
    scripted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is saved must not differ from what was shown."""
    scripted.wait_until_settled()
    with monkeypatch.context() as held_back:
        held_back.setattr(scripted.engine._outbox, "flush", lambda: None)
        request = ask("!tokens 3")
        future = scripted.send(request)
        wait_for(lambda: scripted.engine._replies, what="the claim")
        (reply,) = scripted.engine._replies.values()
        wait_for(lambda: reply.ending is not None, what="the end")
        fail_generation(request.id, error_type="incomplete_generation", message="Gone.", attempt=2)
    assert future.result(timeout=10) is None
    assert isinstance(events(request)[-1], Failed)


def test_a_report_leaves_the_state_to_the_thread_that_loads(scripted: Office) -> None:
    """Else it could take back what that one says meanwhile: loading for ever."""
    scripted.wait_until_settled()
    scripted.engine._standing.report(running=3)
    assert (scripted.engine.status.state, scripted.engine.status.running) == ("ready", 3)


def test_what_comes_after_that_is_left_to_others(scripted: Office) -> None:
    scripted.wait_until_settled()
    scripted.engine.leave()
    request = ask("hello")
    scripted.send(request)
    assert scripted.engine.intake.take() is None
    assert take(request.id)


def test_what_comes_while_redis_is_away_is_given_up_when_shutting_down(
    apart: Office, server: RedisServer
) -> None:
    apart.wait_until_settled()
    server.kill()
    with ThreadPoolExecutor() as threads:
        taking = threads.submit(apart.engine.intake.take)
        apart.engine.leave()
        assert taking.result(timeout=20) is None
    server.start()


def test_a_backend_that_cannot_go_on_fails_its_replies_and_says_so(
    scripted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.wait_until_settled()
    request = ask("!tokens 100000")
    future = scripted.send(request)
    wait_for_text(request)

    def fail(_: Any) -> None:
        raise ModelUnavailable("The GPU fell off the bus.")

    monkeypatch.setattr(scripted.backend, "_play", fail)
    outcome = future.result(timeout=10)
    assert outcome is not None
    assert outcome.error_type == "incomplete_generation"
    assert scripted.died.wait(5)
    late = ask("late")
    scripted.send(late)
    assert scripted.engine.intake.take() is None
    assert take(late.id), "it is for whoever starts next"


def test_the_worker_reports_itself(scripted: Office) -> None:
    request = ask("!tokens 100000")
    future = scripted.send(request)
    wait_for(lambda: any(worker.running == 1 for worker in list_workers()), what="a report")
    (worker,) = list_workers()
    assert (worker.worker, worker.state, worker.capacity) == ("the-worker", "ready", 32)
    assert (worker.context_length, worker.max_prompt_tokens) == (8192, 8191)
    scripted.engine.stop(request.id)
    future.result(timeout=10)


def test_a_worker_that_is_ready_says_what_its_model_is(tiny_config: Config) -> None:
    with Office(replace(tiny_config, max_prompt_tokens=100)) as office:
        office.wait_until_settled()
        (worker,) = list_workers()
        assert (worker.device, worker.dtype, worker.context_length) == ("cpu", "float32", 512)
        assert worker.revision == office.backend.revision != ""
        assert worker.max_prompt_tokens == 100
        assert time.time() - 60 < worker.ready_at <= time.time()


# --- with a Redis of its own, which may be frozen ---


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path / "redis", append_only=True)
    server.start()
    yield server
    server.send_signal(signal.SIGCONT)
    server.stop()


@pytest.fixture
def apart(server: RedisServer, scripted_config: Config) -> Iterator[Office]:
    with Office(scripted_config, redis_url=server.url) as office:
        yield office


def open_stream(office: Office, request: GenerationRequest) -> Future[Outcome | None]:
    """Admit it on the Redis of the test's own."""
    future = office.expect(request)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(admission, "get_redis", lambda: office.redis)
        admit(request)
    return future


def log(office: Office, request: GenerationRequest) -> list[dict[str, Any]]:
    entries: Any = office.redis.xrange(f"reply:{request.id}:log")
    return [json.loads(fields[b"e"]) for _, fields in entries]


def assert_told_once(office: Office, request: GenerationRequest, outcome: Outcome | None) -> None:
    assert outcome is not None
    assert outcome.finish_reason == "stop"
    events = log(office, request)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    told = "".join(event["text"] for event in events if event["type"] == "text")
    assert told == outcome.text
    assert [event["type"] for event in events].count("started") == 1
    assert [event["type"] for event in events[-2:]] == ["usage", "finished"]


def test_an_outage_in_mid_reply_loses_and_doubles_nothing(
    apart: Office, server: RedisServer
) -> None:
    request = ask("!rate 100\n!tokens 150")
    apart.wait_until_settled()
    future = open_stream(apart, request)
    apart.wake(1)
    wait_for(lambda: len(log(apart, request)) > 20, what="some events")
    server.kill()
    step = apart.backend.step_count()
    wait_for(lambda: apart.backend.step_count() > step + 20, what="the engine to go on")
    server.start()
    outcome = future.result(timeout=30)
    assert_told_once(apart, request, outcome)
    assert outcome is not None
    assert outcome.completion_token_count == 150


def test_a_redis_that_answers_too_late_is_told_nothing_twice(
    apart: Office, server: RedisServer
) -> None:
    """Frozen, it still takes every append that was sent, and those that were sent again."""
    request = ask("!rate 50\n!tokens 100")
    apart.wait_until_settled()
    future = open_stream(apart, request)
    apart.wake(1)
    wait_for(lambda: len(log(apart, request)) > 20, what="some events")
    server.send_signal(signal.SIGSTOP)
    wait_for(lambda: apart.engine._outbox._away_since > 0, what="an append to time out")
    server.send_signal(signal.SIGCONT)
    assert_told_once(apart, request, future.result(timeout=30))


def test_a_redis_that_stays_away_gives_the_replies_up(
    apart: Office, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "GIVE_UP_SECONDS", 1.0)
    request = ask("!tokens 100000")
    apart.wait_until_settled()
    future = open_stream(apart, request)
    apart.wake(1)
    wait_for(lambda: len(log(apart, request)) > 5, what="some events")
    server.kill()
    assert future.result(timeout=30) is None
    server.start()


def test_a_request_that_comes_during_an_outage_waits_for_redis(
    apart: Office, server: RedisServer
) -> None:
    request = ask("!tokens 5")
    apart.wait_until_settled()
    apart.engine.intake.room.open(is_open=False)
    future = open_stream(apart, request)
    server.kill()
    apart.engine.intake.room.open()
    apart.wake(1)
    server.start()
    assert_told_once(apart, request, future.result(timeout=30))


def test_a_claim_that_is_answered_too_late_is_still_ours(
    apart: Office, server: RedisServer
) -> None:
    """It was sent more than once by then, and only one of them may be refused."""
    earlier, request = ask("!tokens 5"), ask("!tokens 5")
    apart.wait_until_settled()
    first = open_stream(apart, earlier)
    apart.wake(1)
    first.result(timeout=30)  # Redis knows the script from now on
    apart.engine.intake.room.open(is_open=False)
    future = open_stream(apart, request)
    server.send_signal(signal.SIGSTOP)
    apart.engine.intake.room.open()
    apart.wake(1)
    time.sleep(2.5)  # a try times out after one second
    server.send_signal(signal.SIGCONT)
    assert_told_once(apart, request, future.result(timeout=30))


def test_after_an_outage_longer_than_a_lease_nobody_takes_a_living_reply(
    apart: Office, server: RedisServer, scripted_config: Config
) -> None:
    request = ask("!rate 50\n!tokens 400")
    apart.wait_until_settled()
    with Office(scripted_config, redis_url=server.url, worker="another") as other:
        other.wait_until_settled()
        other.engine.intake.refuse()  # a closed room would be opened again by its next report
        future = open_stream(apart, request)
        apart.wake(1)
        wait_for(lambda: len(log(apart, request)) > 20, what="some events")
        server.kill()
        time.sleep(LEASE_SECONDS + 1.5)
        server.start()
        assert_told_once(apart, request, future.result(timeout=30))
        assert apart.redis.hget(f"reply:{request.id}", "attempt") == b"1"
