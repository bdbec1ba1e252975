"""When a worker takes its next request: in turn, if there is room, and if it is the one to answer.

Knows no backend and no events.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from uuid import uuid4

from redis import Redis

from inference.contract import WorkerStatus
from inference.exceptions import StoreUnavailable
from inference.handover import Ended
from inference.room import Room
from inference.waiting import Taken, Waiting
from inference.workers import list_workers

logger = logging.getLogger(__name__)

RETRY_SECONDS = 1.0


class Intake:
    """wake: called with how many threads should `take` beside those that were woken already.
    tell: called with each reply that was found to have lost too many workers, and was ended."""

    def __init__(
        self,
        redis: Redis,
        *,
        status: WorkerStatus,
        wake: Callable[[int], None],
        tell: Callable[[Ended], None],
    ) -> None:
        self.room = Room(places=status.capacity)
        self._waiting = Waiting(redis, model=status.model, worker=status.worker)
        self._wake, self._tell = wake, tell
        self._closing = threading.Event()

    def take(self) -> Taken | None:
        """The next request in turn, if there is one and room for it. Its place must be given
        back."""
        if not self.room.take_place():
            return None
        taken = None
        try:
            taken = self._ask()
        finally:
            if taken is None:
                self.room.give_place_back()
        return taken

    def _ask(self) -> Taken | None:
        this_try = uuid4().hex
        while True:
            try:
                return self._waiting.take(this_try, has_spare_slot=self.room.has_spare)
            except StoreUnavailable:
                # Given up here, one that was taken with the lost answer would wait for its lease.
                if self._closing.wait(RETRY_SECONDS):
                    return None

    def tend(self) -> None:
        """Queue again what lost its worker, tell who waits, and wake threads for those that fit in
        here: tickets may be lost."""
        try:
            for ended in self._waiting.hand_on_lost():
                self._tell(ended)
            self._wake(self._waiting.tend(self.room.free))
        except StoreUnavailable as error:
            logger.warning("The queue is not tended: %s", error)

    def settle(self, status: WorkerStatus) -> None:
        """While it loads, requests stay in the queue, where each is told its place and ends at once
        when it is stopped. Without a model they are taken, to be told so, unless another worker
        has it. Raises StoreUnavailable."""
        self.room.open(
            is_open=status.state == "ready"
            or (status.state == "failed" and not _is_served_elsewhere(status))
        )

    def refuse(self) -> None:
        """Take no more."""
        self.room.close()

    def close(self) -> None:
        """Wait for Redis no longer."""
        self.refuse()
        self._closing.set()


def _is_served_elsewhere(status: WorkerStatus) -> bool:
    return any(one.model == status.model and one.state != "failed" for one in list_workers())
