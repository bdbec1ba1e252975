"""The library alone, in a process of its own: `python -m benchmarks.contenders.child KIND MODEL`.

See `pipe` for what goes in and out. `raw` is one ContinuousBatchingManager with the settings that
our engine gives it and no sampling at all; `threads` is one thread with model.generate and a
TextIteratorStreamer for each reply.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    ContinuousBatchingConfig,
    GenerationConfig,
    TextIteratorStreamer,
)
from transformers.generation.continuous_batching import continuous_api

from benchmarks.contenders import NEW_TOKENS, Reply, Wave
from benchmarks.contenders.pipe import answer_waves
from inference.backends.transformers.manager import PAGE_TOKENS
from inference.config import get_config


class Raw:
    def __init__(self, model: Any, tokenizer: Any) -> None:
        config, on_cpu = get_config(), model.device.type == "cpu"
        self._tokenizer = tokenizer
        self._manager = model.init_continuous_batching(
            generation_config=GenerationConfig(do_sample=False, eos_token_id=-1),
            continuous_batching_config=ContinuousBatchingConfig(
                page_size=PAGE_TOKENS,
                num_blocks=config.cache_tokens // PAGE_TOKENS if on_cpu else None,
                max_batch_tokens=config.max_batch_tokens,
                max_requests_per_batch=config.max_in_flight,
                auto_switch_to_flash=False,
            ),
        )
        self._manager.output_router = _Clock(self)
        self._manager.start()
        self._firsts: dict[str, float] = {}
        self._left, self._done = 0, threading.Event()
        self._asked = 0

    def ask(self, prompts: Sequence[str]) -> Wave:
        encoded = [_encode(self._tokenizer, prompt) for prompt in prompts]
        self._firsts, self._left = {}, len(prompts)
        self._done.clear()
        began = time.perf_counter()
        for ids in encoded:
            self._asked += 1
            self._manager.add_request(
                ids, request_id=str(self._asked), max_new_tokens=NEW_TOKENS, streaming=True
            )
        self._done.wait()
        seconds = time.perf_counter() - began
        return Wave(seconds, [Reply(one - began, NEW_TOKENS) for one in self._firsts.values()])

    def hear(self, outputs: Sequence[Any]) -> None:
        now = time.perf_counter()
        for output in outputs:
            self._firsts.setdefault(output.request_id, now)
            if output.is_finished():
                self._left -= 1
        if not self._left:
            self._done.set()


class _Clock(continuous_api.OutputRouter):
    def __init__(self, raw: Raw) -> None:
        super().__init__()
        self._raw = raw

    def deliver(self, output: Any) -> None:
        self._raw.hear([output])

    def deliver_batch(self, outputs: list[Any]) -> None:
        self._raw.hear(outputs)


class Threads:
    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model, self._tokenizer = model, tokenizer

    def ask(self, prompts: Sequence[str]) -> Wave:
        encoded = [_encode(self._tokenizer, prompt) for prompt in prompts]
        replies: list[Reply] = []
        began = time.perf_counter()
        threads = [
            threading.Thread(target=self._read, args=(ids, began, replies)) for ids in encoded
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Wave(time.perf_counter() - began, replies)

    def _read(self, ids: list[int], began: float, replies: list[Reply]) -> None:
        streamer = TextIteratorStreamer(self._tokenizer, skip_prompt=True)
        input_ids = torch.tensor([ids], device=self._model.device)
        writing = threading.Thread(
            target=self._model.generate,
            kwargs={
                "input_ids": input_ids,
                "attention_mask": torch.ones_like(input_ids),
                "max_new_tokens": NEW_TOKENS,
                "min_new_tokens": NEW_TOKENS,
                "do_sample": False,
                "streamer": streamer,
            },
        )
        writing.start()
        first = 0.0
        for text in streamer:
            first = first or (time.perf_counter() if text else 0.0)
        writing.join()
        replies.append(Reply(first - began, NEW_TOKENS))


def _encode(tokenizer: Any, prompt: str) -> list[int]:
    messages = [{"role": "user", "content": prompt}]
    encoded = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)
    return list(encoded["input_ids"])


def main() -> None:
    kind, directory, device = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    # What libraries print must not come between the lines of times.
    answers, sys.stdout = sys.stdout, sys.stderr
    torch.set_num_threads(get_config().torch_threads or max(torch.get_num_threads() - 1, 1))
    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=dtype).eval().to(device)
    tokenizer = AutoTokenizer.from_pretrained(directory)
    contender = (Raw if kind == "raw" else Threads)(model, tokenizer)
    answer_waves(contender.ask, answers)


if __name__ == "__main__":
    main()
