"""The room in one worker: so many replies, and so many prompt tokens of them together.

A reply whose prompt does not fit yet stands in line, and while one does no other is let in: a long
prompt waits for a while, not for ever, and those who would overtake it stay in the fair queue.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from inference.exceptions import PromptTooLong


class Room:
    """prompt_tokens: may be set later. It is closed at first."""

    def __init__(self, *, places: int, prompt_tokens: int = 0) -> None:
        self.prompt_tokens = prompt_tokens
        self._places = places
        self._is_open = self._is_closed = False
        self._taken = 0
        self._held: dict[str, int] = {}
        self._line: dict[str, int] = {}  # first come, first served
        self._changed = threading.Condition()

    def open(self, *, is_open: bool = True) -> None:
        self._is_open = is_open

    def close(self) -> None:
        """For good; what is held may stay."""
        self._is_closed = True

    @property
    def free(self) -> int:
        """Replies that may be taken now."""
        if not self._is_open or self._is_closed or self._line:
            return 0
        return max(self._places - self._taken, 0)

    @property
    def has_spare(self) -> bool:
        """A slot beside the one just taken, where there can be one."""
        return self._places == 1 or self.free > 0

    def take_place(self) -> bool:
        """Before a reply is taken. False: there is none."""
        with self._changed:
            if not self.free:
                return False
            self._taken += 1
            return True

    def give_place_back(self) -> None:
        with self._changed:
            self._taken -= 1

    def hold(self, key: str, tokens: int, is_over: Callable[[], bool]) -> bool:
        """Wait until the prompt fits beside the others. False: the reply ended meanwhile.

        Raises PromptTooLong if it never will.
        """
        if tokens > self.prompt_tokens:
            raise PromptTooLong(
                f"The prompt of {tokens:,} tokens is longer than the {self.prompt_tokens:,} that "
                "a worker takes at once (MAX_PROMPT_TOKENS)."
            )
        with self._changed:
            self._line[key] = tokens
            self._changed.wait_for(lambda: is_over() or self._fits(key))
            del self._line[key]
            if not is_over():
                self._held[key] = tokens
            self._changed.notify_all()
            return key in self._held

    def let_go(self, key: str) -> None:
        """It has ended, held or in line; again is nothing."""
        with self._changed:
            self._held.pop(key, None)
            self._changed.notify_all()

    def _fits(self, key: str) -> bool:
        first = next(iter(self._line))
        return key == first and sum(self._held.values()) + self._line[key] <= self.prompt_tokens
