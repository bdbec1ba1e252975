"""What the event stream costs beside the bare publish that it replaces."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import redis.asyncio

from inference.admission import admit
from inference.config import get_config
from inference.contract import Finished, GenerationRequest, Text, Turn
from inference.store import get_redis
from inference.stream import Append, StreamWriter, read_events
from tests.support.taking import take

STEPS = 400
REPLIES_PER_STEP = (1, 8, 32, 128)
PAUSE_SECONDS = 0.005  # between the tokens of the latency benchmark: 200 tokens a second


def append_cost() -> list[dict[str, Any]]:
    """One engine step: numbered, fenced, logged and published, beside published only."""
    writer = StreamWriter(get_redis())
    rows = []
    for count in REPLIES_PER_STEP:
        replies = [claimed(writer, f"owner-{number}") for number in range(count)]
        batch = [Append(reply, 1, (Text(text=" token"),)) for reply in replies]
        bare = median_seconds(partial(publish_only, replies))
        ours = median_seconds(partial(writer.append, batch))
        writer.append([Append(reply, 1, (Finished(reason="stop"),)) for reply in replies])
        rows.append(
            {
                "replies in a step": count,
                "publish only, µs": round(bare * 1e6),
                "append, µs": round(ours * 1e6),
                "append, µs a reply": round(ours * 1e6 / count, 1),
                "ratio": round(ours / bare, 2),
            }
        )
    return rows


def delivery_latency() -> list[dict[str, Any]]:
    """From append to the reader's hands: our reader, and a bare subscription, one reply each."""
    rows: list[dict[str, Any]] = [
        {"reader": "bare subscription", **percentiles(asyncio.run(bare_latencies()))},
        {"reader": "read_events", **percentiles(asyncio.run(our_latencies()))},
    ]
    for row in rows:
        row["ratio of medians"] = round(row["median, ms"] / rows[0]["median, ms"], 2)
    return rows


def claimed(writer: StreamWriter, owner: str) -> str:
    turns = (Turn(role="user", content="Hello"),)
    request = GenerationRequest(id=uuid4().hex, owner=owner, turns=turns)
    admit(request)
    assert take(request.id)
    return request.id


def publish_only(replies: list[str]) -> None:
    with get_redis().pipeline(transaction=False) as pipeline:
        for reply in replies:
            pipeline.publish(f"bare:{reply}", '{"type":"text","text":" token"}')
        pipeline.execute()


def median_seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(STEPS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def percentiles(seconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return {"median, ms": round(cuts[49] * 1e3, 3), "p99, ms": round(cuts[98] * 1e3, 3)}


async def our_latencies() -> list[float]:
    writer = StreamWriter(get_redis())
    reply = claimed(writer, "latency")
    latencies = []

    def write() -> None:
        for _ in range(STEPS):
            writer.append([Append(reply, 1, (Text(text=repr(time.perf_counter())),))])
            time.sleep(PAUSE_SECONDS)
        writer.append([Append(reply, 1, (Finished(reason="stop"),))])

    stream = read_events(reply)
    await anext(stream)
    writing = asyncio.create_task(asyncio.to_thread(write))
    async for batch in stream:
        now = time.perf_counter()
        latencies += [now - float(one.event.text) for one in batch if isinstance(one.event, Text)]
    await writing
    return latencies


async def bare_latencies() -> list[float]:
    client = redis.asyncio.Redis.from_url(get_config().redis_url)
    latencies: list[float] = []

    def write() -> None:
        for _ in range(STEPS):
            sent = json.dumps({"text": repr(time.perf_counter())})
            get_redis().publish("bare", sent)
            time.sleep(PAUSE_SECONDS)

    async with client.pubsub() as pubsub:
        await pubsub.subscribe("bare")
        await pubsub.get_message(timeout=5)
        writing = asyncio.create_task(asyncio.to_thread(write))
        while len(latencies) < STEPS:
            message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=5)
            if message is not None:
                sent = float(json.loads(message["data"])["text"])
                latencies.append(time.perf_counter() - sent)
        await writing
    await client.aclose()
    return latencies
