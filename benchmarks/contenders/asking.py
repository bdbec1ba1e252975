"""A program that asks a site's engine: `python -m benchmarks.contenders.asking SCHEMA`, with the
environment of the site. See `pipe` for what goes in and out."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from benchmarks.contenders import NEW_TOKENS, Reply, Wave
from benchmarks.contenders.pipe import answer_waves
from inference.client import start_generation
from inference.contract import (
    Failed,
    GenerationRequest,
    Grammar,
    Reasoning,
    Sampling,
    Text,
    ToolCallPart,
    Turn,
    Usage,
)
from inference.stream import read_events


class Program:
    """schema: `None` asks for no form."""

    def __init__(self, schema: dict[str, Any] | None) -> None:
        self._grammar = None if schema is None else Grammar(kind="json_schema", value=schema)
        # A reply that goes on by its form may not be told to ignore its end.
        self._sampling = Sampling(
            temperature=0, max_tokens=NEW_TOKENS, ignore_eos=self._grammar is None
        )
        self._pool = ThreadPoolExecutor(64)
        self._loop = asyncio.new_event_loop()

    def ask(self, prompts: Sequence[str]) -> Wave:
        return self._loop.run_until_complete(self._wave(prompts))

    async def _wave(self, prompts: Sequence[str]) -> Wave:
        began = time.perf_counter()
        replies = await asyncio.gather(*map(self._reply, prompts))
        return Wave(time.perf_counter() - began, replies)

    async def _reply(self, prompt: str) -> Reply:
        began, ttft, tokens = time.perf_counter(), 0.0, 0
        request = GenerationRequest(
            id=uuid4().hex,
            owner="alice",
            turns=(Turn(role="user", content=prompt),),
            sampling=self._sampling,
            grammar=self._grammar,
        )
        await self._loop.run_in_executor(self._pool, self._start, request)
        async for batch in read_events(request.id):
            for numbered in batch:
                match numbered.event:
                    case Text() | Reasoning() | ToolCallPart():
                        ttft = ttft or time.perf_counter() - began
                    case Usage(completion_token_count=count):
                        tokens = count
                    case Failed(message=message):
                        raise RuntimeError(f"A reply did not finish: {message}")
        return Reply(ttft, tokens)

    def _start(self, request: GenerationRequest) -> None:
        start_generation(request, on_outcome={})


def main() -> None:
    # What libraries print must not come between the lines of times.
    answers, sys.stdout = sys.stdout, sys.stderr
    answer_waves(Program(json.loads(sys.argv[1])).ask, answers)


if __name__ == "__main__":
    main()
