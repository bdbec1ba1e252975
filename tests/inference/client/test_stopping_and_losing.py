"""Stop before anyone took it, stop while it runs, and know who was lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
import redis

from inference import client
from inference.admission import admit
from inference.contract import Finished, GenerationRequest, Text, Turn, WorkerStatus
from inference.stream import Append, ControlListener, Held, StreamWriter, read_log
from inference.workers import report_worker
from tests.support.taking import take
from tests.support.waiting import wait_for


@pytest.fixture
def writer(empty_redis: redis.Redis) -> StreamWriter:
    return StreamWriter(empty_redis)


@pytest.fixture
def admitted() -> str:
    turns = (Turn(role="user", content="Hello"),)
    request = GenerationRequest(id=uuid4().hex, owner="alice", turns=turns)
    admit(request)
    return request.id


@pytest.fixture
def heard(redis_url: str, empty_redis: redis.Redis) -> Iterator[list[str]]:
    """What the engine's control listener hears."""
    stops: list[str] = []
    listener = ControlListener(redis_url, stops.append)
    wait_for(lambda: empty_redis.pubsub_numsub("replies:control")[0][1] == 1)
    yield stops
    listener.close()


def test_a_reply_that_no_worker_has_taken_ends_at_once(
    writer: StreamWriter, admitted: str, empty_redis: redis.Redis
) -> None:
    assert client.request_stop(admitted) is True

    assert read_log(admitted)[-1][0].event == Finished(reason="stopped")
    assert not take(admitted)
    assert empty_redis.zcard("replies:active") == 0


def test_a_running_reply_is_told_to_its_worker_in_three_ways(
    writer: StreamWriter, admitted: str, heard: list[str]
) -> None:
    assert take(admitted)

    assert client.request_stop(admitted) is False

    wait_for(lambda: heard == [admitted])
    assert writer.append([Append(admitted, 1, (Text(text="a"),))])[0].stop_requested
    assert writer.renew([Held(admitted, 1)]) == {admitted: "stop"}


def test_stopping_twice_or_too_late_changes_nothing(writer: StreamWriter, admitted: str) -> None:
    assert take(admitted)
    writer.append([Append(admitted, 1, (Finished(reason="stop"),))])

    assert client.request_stop(admitted) is False
    assert client.request_stop(admitted) is False
    assert read_log(admitted)[-1][0].event == Finished(reason="stop")


def test_stop_and_finish_at_the_same_time_have_one_ending(writer: StreamWriter) -> None:
    for _ in range(30):
        turns = (Turn(role="user", content="Hello"),)
        request = GenerationRequest(id=uuid4().hex, owner="alice", turns=turns)
        admit(request)
        barrier = threading.Barrier(2)

        def claim_and_finish(
            request_id: str = request.id, barrier: threading.Barrier = barrier
        ) -> None:
            barrier.wait()
            if take(request_id):
                writer.append([Append(request_id, 1, (Finished(reason="stop"),))])

        worker = threading.Thread(target=claim_and_finish)
        worker.start()
        barrier.wait()
        client.request_stop(request.id)
        worker.join()

        endings = [one for one, _ in read_log(request.id) if one.is_ending]
        assert len(endings) == 1


def test_a_waiting_reply_is_not_lost(admitted: str) -> None:
    assert client.find_left_over([admitted]) == {}


def test_an_ended_reply_is_for_saving(writer: StreamWriter, admitted: str) -> None:
    assert take(admitted)
    writer.append([Append(admitted, 1, (Finished(reason="stop"),))])

    assert client.find_left_over([admitted]) == {admitted: "ended"}


def test_failing_a_lost_reply_keeps_what_it_said(writer: StreamWriter, admitted: str) -> None:
    assert take(admitted)
    writer.append([Append(admitted, 1, (Text(text="Once upon "), Text(text="a time")))])

    outcome = client.fail_generation(
        admitted, error_type="incomplete_generation", message="Gone.", attempt=2
    )

    assert outcome is not None
    assert outcome.text == "Once upon a time"
    assert (outcome.error_type, outcome.finish_reason) == ("incomplete_generation", None)
    assert writer.renew([Held(admitted, 1)]) == {admitted: "lost"}


def test_failing_a_reply_that_ended_by_itself_tells_its_own_ending(
    writer: StreamWriter, admitted: str
) -> None:
    assert take(admitted)
    writer.append([Append(admitted, 1, (Text(text="Whole."), Finished(reason="stop")))])

    outcome = client.fail_generation(
        admitted, error_type="incomplete_generation", message="Gone.", attempt=2
    )

    assert outcome is not None
    assert (outcome.text, outcome.finish_reason, outcome.error_type) == ("Whole.", "stop", None)


def test_a_log_without_its_beginning_is_not_taken_for_the_reply(
    writer: StreamWriter, admitted: str, empty_redis: redis.Redis
) -> None:
    assert take(admitted)
    (before,) = writer.append([Append(admitted, 1, (Text(text="Once upon "),))])
    empty_redis.flushall()
    rest = (Text(text="a time"), Finished(reason="stop"))
    writer.append([Append(admitted, 1, rest, last_seq=before.seq)])

    assert client.recover_outcome(admitted) is None


def test_workers_are_listed_while_they_report(empty_redis: redis.Redis) -> None:
    status = WorkerStatus(worker="w1", model="pocket", state="loading", progress=0.43)
    report_worker(empty_redis, status)
    assert client.list_workers() == [status]

    empty_redis.delete("worker:w1")
    assert client.list_workers() == []
    assert empty_redis.smembers("workers") == set()


async def test_workers_are_listed_on_the_event_loop(empty_redis: redis.Redis) -> None:
    status = WorkerStatus(worker="w1", model="pocket", state="ready")
    report_worker(empty_redis, status)

    assert await client.alist_workers() == [status]

    empty_redis.delete("worker:w1")
    assert await client.alist_workers() == []
    assert empty_redis.smembers("workers") == set()
