"""Events on their way into the stream: one append for all of them, kept while Redis is away.

Knows no backend. Any thread may put and flush; the order of one reply's events is kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from itertools import chain

from inference.contract import Event, joined
from inference.exceptions import StoreUnavailable
from inference.metrics import REDIS_OUTAGES
from inference.reply import Reply
from inference.stream import Append, Appended, StreamWriter

logger = logging.getLogger(__name__)

PAUSES_SECONDS = (0.05, 2.0)  # between tries while Redis is away: the first and the longest
GIVE_UP_SECONDS = 120.0  # by then leases have run out and the sweep has given the replies away

Hear = Callable[[Reply, Append, Appended | None], None]
_Waiting = tuple[Reply, tuple[Event, ...], str, bool]


class Outbox:
    """on_answer: called with what the stream said to each reply's events, or `None` when Redis was
    away for too long and they were given up."""

    def __init__(self, writer: StreamWriter, on_answer: Hear) -> None:
        self._writer, self._on_answer = writer, on_answer
        self._waiting: dict[str, _Waiting] = {}
        # What was sent without an answer stays as it is: it may have arrived.
        self._sending: list[tuple[Reply, Append]] = []
        self._putting, self._flushing = threading.Lock(), threading.Lock()
        self._pause = PAUSES_SECONDS[0]
        self._next_try, self._away_since = 0.0, 0.0

    def put(self, reply: Reply, events: tuple[Event, ...], *, hands_over: bool = False) -> None:
        """Call it with the reply's lock, so that what it has made is what its events tell.
        hands_over: another worker goes on after these."""
        if events or hands_over:
            with self._putting:
                made, waiting = reply.take_made(), self._waiting.get(reply.key)
                if waiting is not None:
                    events, made = joined(chain(waiting[1], events)), waiting[2] + made
                self._waiting[reply.key] = (reply, events, made, hands_over)

    def flush(self) -> None:
        """Append everything that waits. When Redis is away it stays for a later call."""
        was_away = True
        while was_away:
            with self._flushing:
                if time.monotonic() < self._next_try:
                    return
                was_away = bool(self._sending)  # then more was put meanwhile
                sent = self._sending = self._sending or self._take()
                answers = self._append([append for _, append in sent])
                if answers is None:
                    return
                for (reply, _), told in zip(sent, answers, strict=True):
                    reply.last_seq = told.seq if told else reply.last_seq
                self._sending = []
            for (reply, append), answer in zip(sent, answers, strict=True):
                self._on_answer(reply, append, answer)

    def _take(self) -> list[tuple[Reply, Append]]:
        with self._putting:
            waiting, self._waiting = self._waiting, {}
        return [(one[0], _numbered(*one)) for one in waiting.values()]

    def _append(self, batch: Sequence[Append]) -> Sequence[Appended | None] | None:
        """`None`: try again later."""
        try:
            answers = self._writer.append(batch)
        except StoreUnavailable as error:
            return self._wait_or_give_up(batch, error)
        self._pause, self._away_since = PAUSES_SECONDS[0], 0.0
        return answers

    def _wait_or_give_up(
        self, batch: Sequence[Append], error: StoreUnavailable
    ) -> Sequence[None] | None:
        now = time.monotonic()
        if not self._away_since:
            self._away_since = now
            REDIS_OUTAGES.inc()
        if now - self._away_since > GIVE_UP_SECONDS:
            logger.error("Redis was away too long, %s replies are given up.", len(batch))
            return [None] * len(batch)
        logger.warning("Redis is away, %s replies wait to be told: %s", len(batch), error)
        self._next_try = now + self._pause
        self._pause = min(2 * self._pause, PAUSES_SECONDS[1])
        return None


def _numbered(reply: Reply, events: tuple[Event, ...], made: str, hands_over: bool) -> Append:
    reply.append_count += 1
    return Append(
        reply.request.id,
        reply.request.attempt,
        events,
        reply.last_seq,
        reply.append_count,
        made,
        hands_over,
        reply.making.take_about(),
    )
