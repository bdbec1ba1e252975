"""How fast one client may talk."""

from __future__ import annotations

import time

FRAMES_PER_SECOND = 50  # a busy page needs a few
BURST_FRAMES = 200
BYTES_AS_ONE_FRAME = 16 * 1024  # a long frame counts as several


class FloodGate:
    """A token bucket for what comes in."""

    def __init__(self) -> None:
        self._left = float(BURST_FRAMES)
        self._filled_at = time.monotonic()

    def lets_in(self, size: int) -> bool:
        now = time.monotonic()
        refill = (now - self._filled_at) * FRAMES_PER_SECOND
        self._left, self._filled_at = min(self._left + refill, BURST_FRAMES), now
        self._left -= 1 + size / BYTES_AS_ONE_FRAME
        return self._left >= 0
