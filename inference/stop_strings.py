"""End a text before the first stop string that appears, however it is cut into pieces.

Knows no tokens. Only what could be the beginning of a stop string is held back.
"""

from __future__ import annotations

from collections.abc import Sequence


class StopStrings:
    """Feed pieces of one text; what comes out never holds a character of a stop string."""

    def __init__(self, stop: Sequence[str]) -> None:
        self._stop = stop
        self._held = ""
        self.matched = ""

    @property
    def found(self) -> bool:
        return bool(self.matched)

    def push(self, text: str) -> str:
        """What may be told now. After `found` nothing is."""
        if self.found:
            return ""
        text = self._held + text
        found = [
            (text.find(stop) + len(stop), text.find(stop), stop)
            for stop in self._stop
            if stop in text
        ]
        if found:
            # The first to be complete wins, so that it does not matter how the text was cut.
            _, begin, self.matched = min(found)
            self._held = ""
            return text[:begin]
        held = held_length(text, self._stop)
        self._held = text[len(text) - held :]
        return text[: len(text) - held]

    def flush(self) -> str:
        """The rest, when no more text comes."""
        held, self._held = self._held, ""
        return held


def held_length(text: str, strings: Sequence[str]) -> int:
    """Of the longest end of `text` that one of the strings may begin with."""
    longest = max((len(one) for one in strings), default=1) - 1
    for length in range(min(longest, len(text)), 0, -1):
        end = text[-length:]
        if any(one.startswith(end) for one in strings):
            return length
    return 0
