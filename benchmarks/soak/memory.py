"""What each process of a site and its Redis hold, sampled, and how fast that grows.

Knows no replies but their number.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import psutil
import redis

SAMPLE_SECONDS = 5.0
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """seconds: since the first. replies: ended until then. megabytes: RSS by role, and what Redis
    counts as used. files: open file descriptors by role."""

    seconds: float
    replies: int
    megabytes: Mapping[str, float]
    files: Mapping[str, int]
    keys: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Growth:
    """From the first sample to the last, and its slopes by least squares after the warm-up."""

    first: float
    last: float
    highest: float
    per_hour: float
    per_1000_replies: float


class Scale:
    """pids: of the processes by role; their children count with them."""

    def __init__(self, pids: Mapping[str, int], client: redis.Redis) -> None:
        self._processes = {role: psutil.Process(pid) for role, pid in pids.items()}
        self._client = client
        self._began = time.monotonic()

    def sample(self, replies: int) -> Sample:
        """Raises psutil.NoSuchProcess when a process has ended."""
        info: Any = self._client.info("memory")
        keys: Any = self._client.dbsize()
        megabytes, files = {}, {}
        for role, process in self._processes.items():
            if process.status() == psutil.STATUS_ZOMBIE:
                raise psutil.NoSuchProcess(process.pid, role)
            family = [process, *process.children(recursive=True)]
            megabytes[role] = sum(_resident(one) for one in family) / MEGABYTE
            files[role] = process.num_fds()
        megabytes["redis: used_memory"] = info["used_memory"] / MEGABYTE
        seconds = time.monotonic() - self._began
        return Sample(seconds, replies, megabytes, files, keys)


async def keep_sampling(
    scale: Scale, samples: list[Sample], replies: Callable[[], int], until: Callable[[], bool]
) -> None:
    while not until():
        samples.append(await asyncio.to_thread(scale.sample, replies()))
        await asyncio.sleep(SAMPLE_SECONDS)


def growths(samples: Sequence[Sample], *, warm_up_share: float) -> dict[str, Growth]:
    """By role, in MB; of the keys, in keys. The warm-up is a share of the whole time."""
    if not samples:
        return {}
    columns: dict[str, list[float]] = {
        role: [one.megabytes[role] for one in samples] for role in samples[0].megabytes
    }
    columns["redis: keys"] = [float(one.keys) for one in samples]
    warm = samples[-1].seconds * warm_up_share
    after = sum(one.seconds < warm for one in samples)
    hours = [one.seconds / 3600 for one in samples[after:]]
    thousands = [one.replies / 1000 for one in samples[after:]]
    return {
        name: Growth(
            first=values[0],
            last=values[-1],
            highest=max(values),
            per_hour=slope(hours, values[after:]),
            per_1000_replies=slope(thousands, values[after:]),
        )
        for name, values in columns.items()
    }


def slope(places: Sequence[float], values: Sequence[float]) -> float:
    """By least squares; nan where there is none."""
    if len(set(places)) < 2:
        return float("nan")
    return statistics.linear_regression(places, values).slope


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:  # a child that has just ended
        return 0
