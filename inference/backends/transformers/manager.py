"""The border to the library's engine thread: what goes in, and one item of news per step out.

The engine thread only puts what it made on a queue; all else is done by whoever reads it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from transformers import ContinuousBatchingConfig, GenerationConfig
from transformers.generation.continuous_batching import continuous_api
from transformers.generation.continuous_batching.model_runner import infer_max_single_request_tokens
from transformers.generation.continuous_batching.requests import GenerationOutput, RequestState
from transformers.generation.continuous_batching.scheduler import (
    SCHEDULER_MAPPING,
    FIFOScheduler,
)

from inference.config import Config

PAGE_TOKENS = 32  # of the KV cache: a request wastes half a page, and 256 would waste most of it
STOP_SECONDS = 10  # for the step that runs while the engine is told to stop

logging.getLogger("ContinuousBatchingLogger").setLevel(logging.WARNING)  # it tells every size


@dataclass(frozen=True, slots=True)
class Outputs:
    """One step's outputs: all tokens of each request so far, not only the new ones."""

    step: int
    outputs: Sequence[GenerationOutput]


@dataclass(frozen=True, slots=True)
class Freed:
    """Cancelled requests left their slots before the step after `step`. missed: the cancellation
    overtook its request, or it had ended by itself."""

    step: int
    keys: Sequence[str]
    missed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Died:
    """The engine thread is gone, and with it every request it had. is_final: it stays dead."""

    step: int
    error: str
    keys: Sequence[str]
    is_final: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """No more news."""


News = Outputs | Freed | Died | Closed


class TellingScheduler(FIFOScheduler):
    """The library's scheduler, which also tells when a cancelled request has left its slot."""

    manager: EngineThread | None = None

    def clear_cancelled_requests(self) -> list[RequestState]:
        if not self._requests_to_cancel:
            return super().clear_cancelled_requests()
        asked = set(self._requests_to_cancel)
        states = super().clear_cancelled_requests()
        freed = {state.request_id for state in states}
        if self.manager is not None:
            self.manager.tell_freed(sorted(freed), sorted(asked - freed))
        return states


SCHEDULER_MAPPING["telling"] = TellingScheduler


class TellingRouter(continuous_api.OutputRouter):
    """Puts each step's outputs on the news queue, and nothing else."""

    def __init__(self, manager: EngineThread) -> None:
        super().__init__()
        self._manager = manager

    def deliver(self, output: GenerationOutput) -> None:
        self._manager.tell_outputs([output])

    def deliver_batch(self, outputs: list[GenerationOutput]) -> None:
        self._manager.tell_outputs(outputs)


class EngineThread:
    """One life of the library's manager. After a fatal error make a new one with `first_step`."""

    def __init__(
        self,
        model: Any,
        config: Config,
        news: SimpleQueue[News],
        *,
        eos: Sequence[int],
        first_step: int = 0,
    ) -> None:
        self._news = news
        self._first_step = first_step
        self._manager = model.init_continuous_batching(
            generation_config=_generation_config(eos),
            continuous_batching_config=_batching_config(config, on_cpu=model.device.type == "cpu"),
        )
        self._manager.output_router = TellingRouter(self)
        self._manager.warmup()  # makes the cache here, where a failure can be told
        processor = self._manager.batch_processor
        processor.scheduler.manager = self
        self.most_tokens_per_request = infer_max_single_request_tokens(processor.cache)
        self._manager.start()
        self._thread: threading.Thread = self._manager._generation_thread  # noqa: SLF001

    @property
    def step(self) -> int:
        return self._first_step + int(getattr(self._manager, "current_batch", 0))

    def add(
        self, key: str, token_ids: Sequence[int], *, max_tokens: int, sampling: dict[str, Any]
    ) -> bool:
        """False: it is stopping or dead, and did not take it."""
        taken = self._manager.add_request(
            token_ids, request_id=key, max_new_tokens=max_tokens, streaming=True, **sampling
        )
        return taken is not None

    def cancel(self, key: str) -> None:
        self._manager.cancel_request(key)

    def tell_outputs(self, outputs: Sequence[GenerationOutput]) -> None:
        self._news.put(Outputs(self.step, outputs))

    def tell_freed(self, keys: Sequence[str], missed: Sequence[str]) -> None:
        self._news.put(Freed(self.step, keys, missed))

    def wait(self) -> str | None:
        """Until the thread ends; the fatal error, if that was why."""
        self._thread.join()
        error = self._manager.background_thread_status.fatal_error
        return None if error is None else f"{type(error).__name__}: {error}"

    def close(self) -> None:
        self._manager.stop(block=True, timeout=STOP_SECONDS, hard_stop=True)


def _generation_config(eos: Sequence[int]) -> GenerationConfig:
    """Every value differs from "off": else the library makes no processor for it, and a request
    could not set its own."""
    return GenerationConfig(
        do_sample=True, temperature=0.7, top_k=50, top_p=0.9, eos_token_id=list(eos) or -1
    )


def _batching_config(config: Config, *, on_cpu: bool) -> ContinuousBatchingConfig:
    return ContinuousBatchingConfig(
        page_size=PAGE_TOKENS,
        # A GPU's memory is the engine's alone; a CPU's is shared, so there its share is fixed.
        num_blocks=config.cache_tokens // PAGE_TOKENS if on_cpu else None,
        max_batch_tokens=config.max_batch_tokens,
        max_requests_per_batch=config.max_in_flight,
        per_request_processors=True,
        auto_switch_to_flash=False,  # it would download kernels
        scheduler_type="telling",
    )
