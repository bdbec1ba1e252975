"""The library's own server: `transformers serve --continuous-batching`, asked over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from benchmarks.contenders import NEW_TOKENS, Reply, Wave
from inference.backends.transformers.manager import PAGE_TOKENS
from inference.config import get_config
from tests.support.redis_server import free_port
from tests.support.waiting import wait_for


class Serve:
    name, plain = "transformers serve", ""

    def start(self, model: Path, device: str) -> None:
        config, port = get_config(), free_port()
        threads = config.torch_threads or max((os.cpu_count() or 2) - 1, 1)
        self._url, self._model = f"http://127.0.0.1:{port}", str(model)
        blocks = ["--cb-num-blocks", str(config.cache_tokens // PAGE_TOKENS)]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "transformers.cli.transformers", "serve", str(model)),
                *("--continuous-batching", "--device", device, "--port", str(port)),
                *("--host", "127.0.0.1", "--cb-block-size", str(PAGE_TOKENS)),
                *("--cb-max-batch-tokens", str(config.max_batch_tokens)),
                *(blocks if device == "cpu" else []),
                *("--dtype", "float32" if device == "cpu" else "bfloat16"),
            ],
            env={**os.environ, "OMP_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._is_up, seconds=120, what="transformers serve")

    def ask(self, prompts: Sequence[str]) -> Wave:
        return asyncio.run(self._wave(prompts))

    def stop(self) -> None:
        self._process.kill()  # nothing of it is kept
        self._process.wait()

    def _is_up(self) -> bool:
        assert self._process.poll() is None, "transformers serve has ended"
        try:
            return httpx.get(f"{self._url}/health").status_code == 200
        except httpx.TransportError:
            return False

    async def _wave(self, prompts: Sequence[str]) -> Wave:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=self._url, timeout=600, limits=limits) as client:
            began = time.perf_counter()
            replies = await asyncio.gather(*(self._reply(client, prompt) for prompt in prompts))
            return Wave(time.perf_counter() - began, replies)

    async def _reply(self, client: httpx.AsyncClient, prompt: str) -> Reply:
        body = {
            "model": self._model,
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": NEW_TOKENS,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        began, ttft, tokens = time.perf_counter(), 0.0, 0
        async with client.stream("POST", "/v1/chat/completions", json=body) as answer:
            answer.raise_for_status()
            async for line in answer.aiter_lines():
                if not line.startswith("data: {"):
                    continue
                chunk = json.loads(line.removeprefix("data: "))
                if any(choice["delta"].get("content") for choice in chunk.get("choices", ())):
                    ttft = ttft or time.perf_counter() - began
                if chunk.get("usage"):
                    tokens = chunk["usage"]["completion_tokens"]
        return Reply(ttft, tokens)
