"""How long the model thought before the first other part of its reply. Knows no clock."""

from __future__ import annotations

from dataclasses import replace

from inference.contract import Part, Reasoning


class Thinking:
    """Of the first choice. Times in seconds, of one and the same clock."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._seconds: float | None = None

    def timed(self, part: Part, at: float) -> Part:
        """The first part after the reasoning tells how long that took."""
        if part.choice or self._seconds is not None:
            return part
        if isinstance(part, Reasoning):
            self._since = at if self._since is None else self._since
            return part
        self._seconds = part.reasoning_seconds  # as it was told already
        if self._since is None or self._seconds is not None:
            return part
        self._seconds = self.seconds(at)
        return replace(part, reasoning_seconds=self._seconds)

    def seconds(self, until: float) -> float | None:
        """Of a reply that ended then; `None`: nothing was thought."""
        if self._seconds is not None or self._since is None:
            return self._seconds
        return round(max(until - self._since, 0.0), 3)
