"""The whole path as people use it: all press Send at one moment, and each reads a reply.

What CPU a token costs depends on how long replies are, for a Send costs the same whether a word or
a page is answered. So three figures are told: what a token of the stream costs while nobody sends,
what a Send costs with everything that happens once for a reply, and both together for replies of
REPLY_TOKENS.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.transport import Asking, percentile_ms
from benchmarks.transport.stage import Meter, Program, micros, people, whole_site
from tests.support.site import Site

Row = dict[str, Any]

TOGETHER = (("postgresql", 100), ("postgresql", 400), ("sqlite", 100))
RATE = 20.0  # tokens a second of each reply
REPLY_TOKENS = 300  # a few paragraphs; how the figures depend on it is told with them
SETTLE_SECONDS = 3.0  # what a Send leaves to be done later is done by then
STEADY_SECONDS = 6.0
ENDING_SECONDS = 60


def together(directory: Path, seconds: float) -> Iterator[Row]:
    """The whole path: people who all press Send at one moment, each at a socket of their own."""
    for database, count in TOGETHER:
        environment = {
            "MAX_IN_FLIGHT": str(count),
            "MAX_CONCURRENT_REQUESTS": str(count),
            "SCRIPTED_TOKENS_PER_SECOND": str(RATE),
            "SCRIPTED_REPLY_TOKENS": str(REPLY_TOKENS),
        }
        place = directory / f"{database}-{count}"
        with whole_site(place, database=database, environment=environment) as site:
            yield {"database": database, "people": count, **_row(site, count)}


def _row(site: Site, count: int) -> Row:
    program = Program("benchmarks.transport.people", site.environment)
    try:
        program.ask(port=site.port, people=people(site, count, are_reading=False))
        pids = {name: site.pid(name) for name in ("web", "web-worker", "gpu-worker")}
        meter = Meter({**pids, "redis": site.redis.pid})
        meter.begin()
        program.ask(text="Hello", wait=ENDING_SECONDS)
        time.sleep(SETTLE_SECONDS)
        before, tokens_before = meter.spent(), program.ask(tokens=True)["tokens"]
        time.sleep(STEADY_SECONDS)
        after, tokens_after = meter.spent(), program.ask(tokens=True)["tokens"]
        asked = Asking(**program.ask(wait=REPLY_TOKENS / RATE + ENDING_SECONDS))
        spent = meter.spent()
    finally:
        program.end()
    steady = {name: one - before[name] for name, one in after.items()}
    told = tokens_after - tokens_before
    once = _once(spent, asked.tokens, steady, told, count)
    return {
        "refused": asked.refused,
        "lost": asked.lost,
        "TTFT median, ms": percentile_ms(asked.ttfts, 0.5),
        "p99, ms": percentile_ms(asked.ttfts, 0.99),
        "accepted median, ms": percentile_ms(asked.accepted, 0.5),
        "CPU µs a token": micros(spent, asked.tokens),
        "of the stream, µs": micros(steady, told),
        "a Send, CPU ms": round(sum(once.values()), 2),
        **{f"{name}, stream µs": micros({name: one}, told) for name, one in steady.items()},
        **{f"{name}, Send ms": one for name, one in once.items()},
    }


def _once(
    spent: Mapping[str, float], tokens: int, steady: Mapping[str, float], told: int, count: int
) -> dict[str, float]:
    """CPU milliseconds of each process that a reply costs beside its tokens."""
    rest = {name: one - steady[name] / max(told, 1) * tokens for name, one in spent.items()}
    return {name: round(one / count * 1e3, 2) for name, one in rest.items()}
