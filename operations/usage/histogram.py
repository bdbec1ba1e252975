"""Times as counts in buckets that grow by a tenth each: they can be added up over days and models,
which percentiles cannot. What is read off is at most ERROR away from the truth."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

GROWTH = 1.1
ERROR = math.sqrt(GROWTH) - 1  # 4.9 %, between the middle of a bucket and its ends
SHORTEST_SECONDS = 0.0001  # what is shorter counts as this

Buckets = Counter[int]


def bucket_of(seconds: float) -> int:
    return max(0, math.floor(math.log(max(seconds, SHORTEST_SECONDS) / SHORTEST_SECONDS, GROWTH)))


def percentile(buckets: Buckets, share: float) -> float | None:
    """In seconds. share: 0.95 is what 95 of 100 stayed below; `None`: nothing was measured."""
    wanted = math.ceil(buckets.total() * share)
    for bucket in sorted(buckets):
        wanted -= buckets[bucket]
        if wanted <= 0:
            return float(SHORTEST_SECONDS * GROWTH ** (bucket + 0.5))
    return None


def to_json(buckets: Buckets) -> dict[str, int]:
    return {str(bucket): count for bucket, count in buckets.items()}


def from_json(kept: Mapping[str, int]) -> Buckets:
    return Counter({int(bucket): count for bucket, count in kept.items()})
