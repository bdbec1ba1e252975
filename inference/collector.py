"""Garbage collection for a process that must not pause. Knows nothing of what it runs."""

from __future__ import annotations

import gc

# In the web process full collections were the whole tail of token latency, in the worker they took
# a tenth of the engine's time; docs/decisions/0006 has the figures.
YOUNG_THRESHOLD = 50_000
OLDER_THRESHOLDS = (20, 100)


def calm_the_garbage_collector() -> None:
    """Call once, when everything is imported and loaded: what is here now stays for good."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_THRESHOLD, *OLDER_THRESHOLDS)
