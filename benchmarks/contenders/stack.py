"""Our whole site: websocket client → Daphne → Celery → engine → Redis → websocket client."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from benchmarks.contenders import NEW_TOKENS, Reply, Wave
from tests.support.people import Person, Tab
from tests.support.site import Site

PARTS = ("text", "reasoning", "tool_call")


class Stack:
    """sampling: what this site asks for every reply beside the greedy plain way. plain: the
    contender that it costs more than."""

    def __init__(
        self, name: str = "chatsite", sampling: dict[str, Any] | None = None, *, plain: str = ""
    ) -> None:
        self.name, self.plain = name, plain
        base = {"temperature": 0, "max_tokens": NEW_TOKENS, "ignore_eos": True}
        self._sampling = {**base, **(sampling or {})}
        self._user_count = 0  # several contenders may use one site

    @property
    def environment(self) -> dict[str, str]:
        """Of the processes of the started site."""
        return self._site.environment

    def start(self, model: Path, device: str) -> None:
        self._user_count += 1
        if self._user_count > 1:
            return
        self._directory = tempfile.TemporaryDirectory(prefix="chatsite-bench-")
        environment = {
            "INFERENCE_BACKEND": "transformers",
            "CHAT_MODEL": str(model),
            "DEVICE": device,
            "REPLY_SAMPLING": json.dumps(self._sampling),
            "MAX_REQUESTS_PER_USER": "64",
        }
        self._site = Site(Path(self._directory.name), environment)
        self._site.start()
        self._person = Person.signed_up(self._site, "alice")

    def ask(self, prompts: Sequence[str]) -> Wave:
        return asyncio.run(self._wave(prompts))

    def stop(self) -> None:
        self._user_count -= 1
        if self._user_count:
            return
        self._person.http.close()
        self._site.stop()
        self._directory.cleanup()

    async def _wave(self, prompts: Sequence[str]) -> Wave:
        async with AsyncExitStack() as stack:
            tabs = [await stack.enter_async_context(self._person.tab()) for _ in prompts]
            began = time.perf_counter()
            replies = await asyncio.gather(
                *(_reply(tab, prompt) for tab, prompt in zip(tabs, prompts, strict=True))
            )
            return Wave(time.perf_counter() - began, replies)


async def _reply(tab: Tab, prompt: str) -> Reply:
    began = time.perf_counter()
    generation = (await tab.send(prompt))["generation"]
    await tab.hear_when(_has_part, 600, what="the first token")
    ttft = time.perf_counter() - began
    await tab.hear_when(_has_ending, 600, what="the ending")
    usage = [event for event in tab.events(generation) if event["type"] == "usage"]
    ending = tab.ending(generation)
    if ending is None or ending["type"] != "finished":
        raise RuntimeError(f"A reply did not finish: {ending}")
    return Reply(ttft, usage[0]["completion_token_count"])


def _has_part(frame: dict[str, Any]) -> bool:
    return any(event["type"] in PARTS for event in frame.get("events", ()))


def _has_ending(frame: dict[str, Any]) -> bool:
    return any(event["type"] in ("finished", "failed") for event in frame.get("events", ()))
