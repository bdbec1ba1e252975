"""Who may be in the engine after one of its deaths, and who is to blame. Knows keys, no tokens.

The library's engine thread takes every request down with it. All of them go on in the next one,
but the one that killed it would kill that too. So those who were in the fatal step are suspects:
each makes one token alone, while everybody else waits. A continued reply starts with the very step
that was fatal, so poison shows itself in its trial. Nobody is given up for the company it kept:
only who was in the fatal step alone, and not for the first time.

A trial is the prefill that a continued reply needs anyway, so trials cost little. When twice in a
row nobody is to blame, or memory ran out, the company is: then fewer may be in at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

ATTEMPTS = 2  # a request that killed the engine alone, and was there at another death


@dataclass(frozen=True, slots=True)
class Entry:
    """Who is to be given to the engine. is_trial: for one token only, see `Quarantine.passed`."""

    key: str
    is_trial: bool = False


class Quarantine:
    """Not thread-safe. While nothing has died everybody enters at once."""

    def __init__(self) -> None:
        self._deaths: dict[str, int] = {}  # of all that are here, in the order in which they came
        self._inside: set[str] = set()
        self._suspects: deque[str] = deque()
        self._on_trial: str | None = None
        self._company = 0  # how many the last fatal step had
        self._fruitless = 0  # rounds of trials that found nobody
        self._room: int | None = None

    def arrive(self, key: str) -> None:
        self._deaths[key] = 0

    def leave(self, key: str) -> None:
        """It has ended, one way or the other."""
        del self._deaths[key]
        self._inside.discard(key)
        if key in self._suspects:
            self._suspects.remove(key)
        if key == self._on_trial:
            self._end_trial()
        if not any(self._deaths.values()):
            self._room, self._fruitless = None, 0

    def is_inside(self, key: str) -> bool:
        return key in self._inside

    @property
    def inside_count(self) -> int:
        return len(self._inside)

    def enter(self) -> list[Entry]:
        """Who is to be given to the engine now."""
        if self._on_trial is not None or len(self._inside) == len(self._deaths):
            return []
        if self._suspects:
            self._on_trial = self._suspects.popleft()
            self._inside.add(self._on_trial)
            return [Entry(self._on_trial, is_trial=True)]
        keys = [key for key in self._deaths if key not in self._inside]
        if self._room is not None:
            keys = keys[: max(self._room - len(self._inside), 0)]
        self._inside.update(keys)
        return [Entry(key) for key in keys]

    def passed(self, key: str) -> None:
        """It made its one token and left the engine; it will enter again."""
        self._inside.discard(key)
        self._end_trial()

    def died(self, batch: Sequence[str] | None, *, out_of_memory: bool) -> str | None:
        """The engine is gone. batch: who was in the fatal step, the most suspicious first; `None`:
        not known. Return whom to give up."""
        dead, self._inside, self._on_trial = self._inside, set(), None
        present = [key for key in (self._deaths if batch is None else batch) if key in dead]
        for key in present:
            self._deaths[key] += 1
        self._company = len(present)
        self._suspects.clear()
        if len(present) == 1 and self._deaths[present[0]] >= ATTEMPTS:
            self._fruitless = 0
            return present[0]
        if out_of_memory:
            self._halve()
        else:
            self._suspects.extend(present)
        return None

    def _end_trial(self) -> None:
        self._on_trial = None
        if not self._suspects:
            self._fruitless += 1
            if self._fruitless > 1:  # the first time it may have been chance
                self._halve()

    def _halve(self) -> None:
        self._room = max(self._company // 2, 1)
