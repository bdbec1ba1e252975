"""What is left of a site when everything has ended: rows, keys in Redis, counts in metrics, logs.

Each function says in words what is wrong; none of them waits.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import redis
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.soak.oracle import Asked, Kept, Reading
from inference.stream.writer import REPLAY_SECONDS

# Places, lines and tickets: of ended replies nothing may be here.
GONE_AT_REST = (
    *("replies:active", "replies:waiting", "turns:", "line:"),
    *("gpu.", "web", "unacked", "unacked_index", "soak"),
)
# Of the site itself: they stay, and grow with nothing but the number of workers and models.
FOR_EVER = ("turn", "replies:seconds", "workers", "models", "_kombu.binding")
CLAIM_SECONDS = 60
MOST_LINES = 5  # of one kind, from the logs
Metrics = Mapping[tuple[str, tuple[tuple[str, str], ...]], float]

ROWS = """
select g.id, m.text, m.reasoning, g.status, g.finish_reason, g.error_type,
       g.completion_token_count
from chat_generation g join chat_message m on m.id = g.message_id
"""


def read_rows(database: Path) -> dict[str, Kept]:
    """By the id of the generation."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as connection:
        rows = connection.execute(ROWS).fetchall()
    return {
        str(UUID(row[0])): Kept(
            text=row[1],
            reasoning=row[2],
            status=row[3],
            finish_reason=row[4],
            error_type=row[5],
            completion_token_count=row[6],
        )
        for row in rows
    }


def left_in_redis(client: redis.Redis, ended: Collection[str]) -> Iterator[str]:
    """Keys that ended replies should have taken with them, or that no time will take away."""
    keys: Any = client.scan_iter(count=1000)
    for key in sorted(one.decode() for one in keys):
        seconds: Any = client.ttl(key)
        if seconds == -2:  # gone meanwhile
            continue
        if key.startswith(GONE_AT_REST):
            yield f"{key} is left, {_size(client, key)}"
        elif key.startswith("reply:"):
            if not 0 <= seconds <= REPLAY_SECONDS:
                yield f"{key} of an ended reply has the TTL {seconds}"
            if key.removeprefix("reply:").removesuffix(":log") not in ended:
                yield f"{key} belongs to no reply that was asked for"
        elif key.startswith("claim:"):
            if not 0 <= seconds <= CLAIM_SECONDS:
                yield f"{key} has the TTL {seconds}"
        elif seconds == -1 and not key.startswith(FOR_EVER):
            yield f"{key} has no TTL"


def _size(client: redis.Redis, key: str) -> str:
    kind: Any = client.type(key)
    counts = {b"zset": client.zcard, b"list": client.llen, b"hash": client.hlen}
    return f"{kind.decode()} of {counts[kind](key) if kind in counts else '?'}"


def read_metrics(url: str) -> Metrics:
    """Samples by name and sorted labels."""
    text = httpx.get(url, timeout=10).text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def total(metrics: Metrics, name: str, **labels: str) -> float:
    return sum(
        value
        for (one, given), value in metrics.items()
        if one == name and labels.items() <= dict(given).items()
    )


def wrong_in_worker(metrics: Metrics, replies: Collection[Asked]) -> Iterator[str]:
    """A worker counts what it has ended itself: that is what has a usage in its stream."""
    its = [asked.witness for asked in replies if asked.witness.usages]
    for label, endings in (("reason", _reasons(its)), ("error_type", _failures(its))):
        name = "inference_endings_total" if label == "reason" else "inference_failures_total"
        for ending, count in endings.items():
            counted = total(metrics, name, **{label: ending})
            if counted != count:
                yield f"{name} of {ending} is {counted:g}, and {count} were seen"
        everything = total(metrics, name)
        if everything != endings.total():
            yield f"{name} is {everything:g} in all, and {endings.total()} were seen"
    for kind in ("prompt", "completion"):
        name = f"inference_{kind}_tokens_total"
        told = sum(one.usages[0][f"{kind}_token_count"] for one in its)
        if total(metrics, name) != told:
            yield f"{name} is {total(metrics, name):g}, and {told} were told"
    for name in ("running", "waiting", "engine_restarts_total", "given_up_replies_total"):
        if total(metrics, f"inference_{name}"):
            yield f"inference_{name} is {total(metrics, f'inference_{name}'):g}"


def _reasons(its: Collection[Reading]) -> Counter[str]:
    reasons = ("stop", "length", "tool_calls", "stopped")
    return Counter(one.ending if one.ending in reasons else "failed" for one in its if one.ending)


def _failures(its: Collection[Reading]) -> Counter[str]:
    endings = _reasons(its)
    return Counter(one.ending for one in its if one.ending and one.ending not in endings)


def wrong_in_web(metrics: Metrics, refused: Mapping[str, int]) -> Iterator[str]:
    """refused: how many answers of each code people saw; some may have met a socket that was
    gone."""
    for name in ("chat_sockets_open", "inference_worker_running"):
        if total(metrics, name):
            yield f"{name} is {total(metrics, name):g}"
    for code, count in refused.items():
        counted = total(metrics, "chat_refusals_total", code=code)
        if counted < count:
            yield f"chat_refusals_total of {code} is {counted:g}, and {count} were seen"


def read_log(text: str) -> tuple[list[str], Counter[str]]:
    """Last lines of tracebacks, and warnings by kind: ids and numbers are left out."""
    lines = text.splitlines()
    tracebacks = [
        next((line for line in lines[at + 1 :] if line and not line.startswith(" ")), "?")
        for at, line in enumerate(lines)
        if line.startswith("Traceback")
    ]
    warnings = Counter(
        re.sub(r"[0-9a-f-]{36}|\d+", "…", line)
        for line in lines
        if line.startswith(("WARNING", "ERROR", "CRITICAL")) or ": WARNING/" in line
    )
    return tracebacks, warnings
