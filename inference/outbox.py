"""Events on their way into the stream: one append for all of them, kept while Redis is away.

Knows no backend. Any thread may put and flush; the order of one reply's events is kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from itertools import chain

from inference.contract import Event, Text
from inference.exceptions import StoreUnavailable
from inference.reply import Reply
from inference.stream import Append, Appended, StreamWriter

logger = logging.getLogger(__name__)

PAUSES_SECONDS = (0.05, 2.0)  # between tries while Redis is away: the first and the longest
GIVE_UP_SECONDS = 120.0  # by then leases have run out and the sweep has given the replies away

Hear = Callable[[Reply, tuple[Event, ...], Appended | None], None]
Waiting = dict[str, tuple[Reply, tuple[Event, ...]]]


class Outbox:
    """on_answer: called with what the stream said to each reply's events, or `None` when Redis was
    away for too long and they were given up."""

    def __init__(self, writer: StreamWriter, on_answer: Hear) -> None:
        self._writer, self._on_answer = writer, on_answer
        self._waiting: Waiting = {}
        self._putting, self._flushing = threading.Lock(), threading.Lock()
        self._pause = PAUSES_SECONDS[0]
        self._next_try, self._away_since = 0.0, 0.0

    def put(self, reply: Reply, events: tuple[Event, ...]) -> None:
        if events:
            with self._putting:
                _join_to(self._waiting, reply, events)

    def flush(self) -> None:
        """Append everything that waits. When Redis is away it stays for a later call."""
        with self._flushing:
            if time.monotonic() < self._next_try:
                return
            with self._putting:
                sending, self._waiting = self._waiting, {}
            if not sending:
                return
            answers = self._append(sending)
        for (reply, events), answer in zip(sending.values(), answers, strict=True):
            self._on_answer(reply, events, answer)

    def _append(self, sending: Waiting) -> Iterable[Appended | None]:
        batch = [
            Append(reply.request.id, reply.request.attempt, events, reply.last_seq)
            for reply, events in sending.values()
        ]
        try:
            answers = self._writer.append(batch)
        except StoreUnavailable as error:
            return self._wait_or_give_up(sending, error)
        self._pause, self._away_since = PAUSES_SECONDS[0], 0.0
        return answers

    def _wait_or_give_up(self, sending: Waiting, error: StoreUnavailable) -> list[None]:
        now = time.monotonic()
        self._away_since = self._away_since or now
        if now - self._away_since > GIVE_UP_SECONDS:
            logger.error("Redis was away too long, %s replies are given up.", len(sending))
            return [None] * len(sending)
        logger.warning("Redis is away, %s replies wait to be told: %s", len(sending), error)
        with self._putting:
            later, self._waiting = self._waiting, dict(sending)
            for reply, events in later.values():
                _join_to(self._waiting, reply, events)
        self._next_try = now + self._pause
        self._pause = min(2 * self._pause, PAUSES_SECONDS[1])
        sending.clear()
        return []


def _join_to(waiting: Waiting, reply: Reply, events: tuple[Event, ...]) -> None:
    _, earlier = waiting.get(reply.request.id, (reply, ()))
    waiting[reply.request.id] = (reply, _joined(chain(earlier, events)))


def _joined(events: Iterable[Event]) -> tuple[Event, ...]:
    """Neighbouring texts become one: after an outage a reply is told in one event."""
    result: list[Event] = []
    for event in events:
        last = result[-1] if result else None
        if isinstance(event, Text) and isinstance(last, Text):
            result[-1] = Text(
                text=last.text + event.text, token_count=last.token_count + event.token_count
            )
        else:
            result.append(event)
    return tuple(result)
