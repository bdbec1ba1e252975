"""What was asked for and what was heard of it, until the oracle judges. Every accepted reply gets
a witness, who reads its stream straight from Redis, whatever its readers do."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any, cast

from benchmarks.soak.oracle import Asked, Fault, Reading, judge
from inference.contract import Numbered, event_to_json
from inference.exceptions import InferenceError
from inference.stream import read_events

ENDING_SECONDS = 180.0  # a reply without an ending after this has none: whole queues take less
MOST_FAULTS = 200  # more of them tell nothing new


class Book:
    """counts: of whatever happened, by name."""

    def __init__(self) -> None:
        self.asked: dict[str, Asked] = {}
        self.counts: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self._readings: dict[str, list[Reading]] = {}
        self._witnesses: set[asyncio.Task[None]] = set()

    @property
    def ended_count(self) -> int:
        return len(self.asked) - len(self._witnesses)

    def fault(self, subject: str, what: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(subject, what))

    def accept(self, request_id: str, way: str, expects: set[str], **more: Any) -> Asked:
        """The same id again is the same reply: it keeps what it was first."""
        if request_id in self.asked:
            return self.asked[request_id]
        witness = Reading("the witness")
        asked = Asked(id=request_id, way=way, expects=expects, witness=witness, **more)
        self.asked[request_id] = asked
        self.counts[f"accepted: {way}"] += 1
        task = asyncio.create_task(self._watch(asked), name=f"witness {request_id}")
        self._witnesses.add(task)
        task.add_done_callback(self._witnesses.discard)
        return asked

    def reading(self, request_id: str, reader: str) -> Reading:
        """A new one, from the beginning."""
        one = Reading(reader)
        self._readings.setdefault(request_id, []).append(one)
        return one

    async def witnessed(self) -> None:
        """Until every witness has seen an ending, or waited for too long."""
        while self._witnesses:
            await asyncio.wait(set(self._witnesses))

    def judged(self) -> Iterator[Fault]:
        yield from self.faults
        for request_id in self._readings.keys() - self.asked.keys():
            yield Fault(request_id, "it was told, and nobody had asked for it")
        for request_id, asked in self.asked.items():
            yield from judge(asked, self._readings.get(request_id, ()))

    async def _watch(self, asked: Asked) -> None:
        try:
            async with asyncio.timeout(ENDING_SECONDS):
                await listen(asked.id, asked.witness)
        except (TimeoutError, InferenceError) as error:
            self.fault(asked.id, f"its stream was not read to its end: {error!r} ({asked.way})")
        self.counts[f"ended: {asked.witness.ending or 'never'}"] += 1


async def listen(request_id: str, reading: Reading, *, most_events: int = 0) -> None:
    """Go on after what the reading has, to the ending; or until `most_events` more were heard."""
    heard = 0
    events = read_events(request_id, after=reading.seq)
    async with aclosing(cast("AsyncGenerator[list[Numbered]]", events)) as batches:
        async for batch in batches:
            for one in batch:
                reading.hear(one.seq - 1, one.seq, [event_to_json(one.event)])
                heard += 1
                if heard == most_events:
                    return
