"""Whatever happens in whatever order: everything is taken once, in turn, and counted."""

from __future__ import annotations

from collections import OrderedDict
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inference.admission import admit
from inference.client import request_stop
from inference.config import get_config
from inference.contract import Finished, GenerationRequest, Turn
from inference.exceptions import Overloaded
from inference.store import get_redis
from inference.stream import Append, StreamWriter, read_log
from tests.support.taking import take_next

TURNS = (Turn(role="user", content="Hello"),)
OWNERS = st.sampled_from(["alice", "bob", "charlie"])


class QueueMachine(RuleBasedStateMachine):
    """Against a rotation of plain lists."""

    def __init__(self) -> None:
        super().__init__()
        get_redis().flushall()
        self.lines: OrderedDict[str, list[str]] = OrderedDict()
        self.running: dict[str, str] = {}
        self.attempts: dict[str, int] = {}
        self.ended: list[str] = []

    def count_of(self, owner: str) -> int:
        return len(self.lines.get(owner, [])) + list(self.running.values()).count(owner)

    @rule(owner=OWNERS)
    def ask(self, owner: str) -> None:
        request = GenerationRequest(id=uuid4().hex, owner=owner, turns=TURNS)
        try:
            admit(request)
        except Overloaded:
            assert self.count_of(owner) == get_config().max_requests_per_user
        else:
            self.lines.setdefault(owner, []).append(request.id)

    @rule()
    def take(self) -> None:
        taken = take_next()
        if not self.lines:
            assert taken is None
            return
        owner, line = self.lines.popitem(last=False)
        assert taken is not None
        assert taken.request.id == line.pop(0)
        if line:
            self.lines[owner] = line
        self.running[taken.request.id] = owner
        assert taken.request.attempt == self.attempts.setdefault(taken.request.id, 1)

    @rule(data=st.data())
    def hand_over(self, data: st.DataObject) -> None:
        if not self.running:
            return
        request_id = data.draw(st.sampled_from(sorted(self.running)))
        attempt, owner = self.attempts[request_id], self.running.pop(request_id)
        leaving = Append(request_id, attempt, (), hands_over=True)
        assert not StreamWriter(get_redis()).append([leaving])[0].refused
        assert StreamWriter(get_redis()).append([leaving])[0].refused == "fenced"
        self.attempts[request_id] += 1
        self.lines.setdefault(owner, []).insert(0, request_id)
        self.lines.move_to_end(owner, last=False)

    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        waiting = [(owner, one) for owner, line in self.lines.items() for one in line]
        if not waiting:
            return
        owner, request_id = data.draw(st.sampled_from(waiting))
        assert request_stop(request_id)
        self.lines[owner].remove(request_id)
        if not self.lines[owner]:
            del self.lines[owner]
        self.ended.append(request_id)

    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        if not self.running:
            return
        request_id = data.draw(st.sampled_from(sorted(self.running)))
        ending = (Finished(reason="stop"),)
        last = Append(request_id, self.attempts[request_id], ending)
        assert not StreamWriter(get_redis()).append([last])[0].refused
        del self.running[request_id]
        self.ended.append(request_id)

    @invariant()
    def counts_are_right(self) -> None:
        redis, waiting = get_redis(), sum(map(len, self.lines.values()))
        assert redis.zcard("replies:waiting") == waiting
        assert redis.zcard("replies:active") == waiting + len(self.running)
        assert redis.zcard("replies:leases") == len(self.running)
        order = [owner.decode() for owner in redis.zrange("turns:scripted", 0, -1)]  # type: ignore[union-attr]
        assert order == list(self.lines)

    def teardown(self) -> None:
        for request_id in self.ended:
            assert sum(numbered.is_ending for numbered, _ in read_log(request_id)) == 1


TestQueue = QueueMachine.TestCase
TestQueue.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
