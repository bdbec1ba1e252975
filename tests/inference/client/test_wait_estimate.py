"""How long a reply will wait: told where it can be known, and calmly."""

from __future__ import annotations

import time
from itertools import pairwise

from inference.admission import admit
from inference.contract import Finished, GenerationRequest, Queued, Turn, WorkerStatus
from inference.store import get_redis
from inference.stream import Append, StreamWriter, read_log
from inference.waiting import Waiting
from inference.workers import report_worker
from tests.inference.client.test_waiting import a_request, admitted
from tests.support.taking import take

SLOTS = 2


def a_worker(capacity: int = SLOTS) -> None:
    status = WorkerStatus(worker="one", model="scripted", state="ready", capacity=capacity)
    report_worker(get_redis(), status)


def earlier_replies(*seconds: float) -> None:
    """As if they had taken so long."""
    for one in seconds:
        request_id = admitted("charlie")
        assert take(request_id)
        state = f"reply:{request_id}"
        get_redis().hset(state, "claimed_at", time.time() - one)
        StreamWriter(get_redis()).append([Append(request_id, 1, (Finished(reason="stop"),))])


def tend() -> None:
    get_redis().delete("tending:scripted")
    Waiting(get_redis(), model="scripted", worker="one").tend(0)


def told(request_id: str) -> list[tuple[int, int | None]]:
    events = [numbered.event for numbered, _ in read_log(request_id)]
    return [(one.position, one.wait_seconds) for one in events if isinstance(one, Queued)]


def test_the_wait_is_that_of_a_median_reply_for_each_place_and_slot() -> None:
    a_worker()
    earlier_replies(20, 600, 20, 1, 20)
    first, second = admitted("alice"), admitted("bob")
    tend()
    assert told(first) == [(0, None), (0, 11)] or told(first) == [(0, None), (0, 10)]
    assert told(second)[-1] in ((1, 20), (1, 21))
    tend()
    assert len(told(first)) == 2, "nothing has changed"


def test_nothing_is_said_of_two_earlier_replies_or_without_a_worker() -> None:
    a_worker()
    earlier_replies(20, 20)
    waiting = admitted("alice")
    tend()
    assert told(waiting) == [(0, None)]
    get_redis().lpush("replies:seconds:scripted", 20)
    get_redis().delete("worker:one")
    tend()
    assert told(waiting) == [(0, None)]
    a_worker()
    tend()
    assert told(waiting)[-1][1] is not None


def test_replies_of_another_model_say_nothing() -> None:
    a_worker()
    report_worker(get_redis(), WorkerStatus(worker="b", model="big", state="ready", capacity=9))
    earlier_replies(20, 20, 20)
    turns = (Turn(role="user", content="Hello"),)
    request = GenerationRequest(id="big-one", owner="alice", turns=turns, model="big")
    admit(request)
    Waiting(get_redis(), model="big", worker="b").tend(0)
    assert told("big-one") == [(0, None)]


def test_it_moves_with_the_place_and_never_jumps() -> None:
    a_worker(capacity=1)
    earlier_replies(10, 10, 10)
    ahead = [admitted("alice") for _ in range(3)]
    last = a_request("alice").id
    admit(GenerationRequest(id=last, owner="alice", turns=(Turn(role="user", content="Hi"),)))
    tend()
    assert told(last)[-1] in ((3, 40), (3, 41))
    for request_id in ahead:
        assert take(request_id)
        tend()
    waits = [wait for _, wait in told(last)[1:]]
    assert [place for place, _ in told(last)] == [3, 3, 2, 1, 0]
    # All at once, though it was said to take 30 s: each time half of the way to what is known now.
    assert all(one is not None and next_one is not None for one, next_one in pairwise(waits))
    assert waits[-1] is not None
    assert 10 < waits[-1] <= 19
    assert waits == sorted(waits, key=lambda wait: -(wait or 0))


def test_a_promise_that_was_not_kept_is_given_again_for_half_as_long() -> None:
    a_worker(capacity=1)
    earlier_replies(20, 20, 20)
    waiting = admitted("alice")
    tend()
    get_redis().hset(f"reply:{waiting}", "due", time.time() - 1)
    tend()
    assert told(waiting)[-1] in ((0, 10), (0, 11))
