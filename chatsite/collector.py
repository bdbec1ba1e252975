"""Garbage collection for a process that must not pause. Knows nothing of what it runs."""

from __future__ import annotations

import gc

# Full collections stopped the event loop for about 100 ms every few seconds and were the whole
# tail of token latency; docs/decisions/ has the figures.
YOUNG_THRESHOLD = 50_000
OLDER_THRESHOLDS = (20, 100)


def calm_the_garbage_collector() -> None:
    """Call once, when everything is imported: what is here now stays for good."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_THRESHOLD, *OLDER_THRESHOLDS)
