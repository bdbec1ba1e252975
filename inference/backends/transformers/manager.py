"""The border to the library's engine thread: what goes in, and one item of news per step out.

The engine thread only puts what it made on a queue; all else is done by whoever reads it.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

import torch
from transformers import ContinuousBatchingConfig, GenerationConfig, LogitsProcessorList
from transformers.generation.continuous_batching import continuous_api
from transformers.generation.continuous_batching.cb_logits_processors import (
    ContinuousBatchingLogitsProcessorList,
)
from transformers.generation.continuous_batching.model_runner import infer_max_single_request_tokens
from transformers.generation.continuous_batching.requests import (
    FutureRequestState,
    GenerationOutput,
    RequestState,
    RequestStatus,
)
from transformers.generation.continuous_batching.scheduler import (
    SCHEDULER_MAPPING,
    FIFOScheduler,
)

from inference.backends.transformers import paged_attention
from inference.backends.transformers.paged_attention import PagedAttention
from inference.backends.transformers.sampling import GREEDY, Rules, SamplingProcessor
from inference.config import Config

PAGE_TOKENS = 32  # of the KV cache: a request wastes half a page, and 256 would waste most of it
STOP_SECONDS = 10  # for the step that runs while the engine is told to stop

logging.getLogger("ContinuousBatchingLogger").setLevel(logging.WARNING)  # it tells every size


@dataclass(frozen=True, slots=True)
class Outputs:
    """One step's outputs: all tokens of each request so far, not only the new ones. seconds: from
    choosing who is in the step to its outputs."""

    step: int
    outputs: Sequence[GenerationOutput]
    seconds: float


@dataclass(frozen=True, slots=True)
class Freed:
    """Cancelled requests left their slots before the step after `step`. missed: the cancellation
    overtook its request, or it had ended by itself."""

    step: int
    keys: Sequence[str]
    missed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Died:
    """The engine thread is gone, and with it every request it had. batch: who was in the fatal
    step, those that began in it first; `None`: it died between two steps."""

    step: int
    error: str
    batch: Sequence[str] | None
    out_of_memory: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """No more news."""


News = Outputs | Freed | Died | Closed


class TellingScheduler(FIFOScheduler):
    """The library's scheduler, which also tells when a cancelled request has left its slot, and
    keeps who is in the step that is being made."""

    manager: EngineThread | None = None
    attention: PagedAttention | None = None  # ours, where it is in use
    batch: Sequence[FutureRequestState] | None = None
    began_at = 0.0

    def schedule_batch(self, token_budget: int, cache_budget: int) -> Any:
        self.batch, self.began_at = None, time.perf_counter()
        if self.attention is not None:
            self._bound_reading()
        scheduled = super().schedule_batch(token_budget, cache_budget)
        self.batch = scheduled[0]
        if self.batch and self.attention is not None:
            self.attention.begin_step([one.state.request_id for one in self.batch])
        return scheduled

    def _bound_reading(self) -> None:
        """What requests share counts once in the cache, but is read by each of them. Steps of one
        token each have no bound of their own, and would leave newcomers none at all."""
        read = sum(state.current_len() for state in self.active_requests.values())
        is_much = read > self.cache.max_tokens_read
        self.cache.max_decode_fast_path_length = 0 if is_much else self.cache.max_tokens_read

    def _infer_request_tokens(self, state: RequestState, removed: set[str]) -> list[int]:
        """Here the library looks for the prompt's beginning in its cache, and tells nobody."""
        is_new = state.status == RequestStatus.PENDING
        tokens: list[int] = super()._infer_request_tokens(state, removed)
        rules = state.logit_processor_kwargs["rules"]
        if is_new and self.cache.use_prefix_sharing and rules.cached_prompt_token_count is None:
            rules.cached_prompt_token_count = state.position_offset
        return tokens

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
        """Only what one request alone could not do: at its end the library fails all of them."""
        if not self._manager.is_ending:
            self._manager.tell_outputs([output])

    def deliver_batch(self, outputs: list[GenerationOutput]) -> None:
        self._manager.tell_outputs(outputs)


class EngineThread:
    """One life of the library's manager. After a fatal error it tells `Died`: `discard` it and
    make a new one with `first_step`."""

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
        paged_attention.take_out(model)
        self._manager = model.init_continuous_batching(
            generation_config=_generation_config(eos),
            continuous_batching_config=_batching_config(config, on_cpu=model.device.type == "cpu"),
        )
        pages = config.cache_tokens // PAGE_TOKENS
        has_own_attention = paged_attention.suits(model) and paged_attention.put_in(
            model, self._manager, pages_per_request=pages
        )
        self._manager.output_router = TellingRouter(self)
        self._manager.logit_processor = _only(SamplingProcessor(eos))
        self._manager.warmup()  # makes the cache here, where a failure can be told
        processor = self._manager.batch_processor
        self._scheduler: Any = processor.scheduler
        self._scheduler.manager = self
        if has_own_attention:
            self._scheduler.attention = paged_attention.attention_of(processor.cache)
        self.most_tokens_per_request = infer_max_single_request_tokens(processor.cache)
        self._manager.start()
        self._thread: threading.Thread = self._manager._generation_thread  # noqa: SLF001
        self._watcher = threading.Thread(target=self._tell_death, name="engine-watcher")
        self._watcher.start()

    @property
    def is_ending(self) -> bool:
        status = self._manager.background_thread_status
        return bool(status.local_status >= status.HARD_STOP)

    @property
    def step(self) -> int:
        return self._first_step + int(getattr(self._manager, "current_batch", 0))

    @property
    def waiting_count(self) -> int:
        """Requests that have no slot yet."""
        return len(self._scheduler.waiting_requests)

    @property
    def cache_use(self) -> float | None:
        """The share of the KV cache that holds something, also what is kept for a like prompt."""
        cache = self._scheduler.cache
        return None if cache is None else 1.0 - float(cache.compute_free_capacity())

    def add(self, key: str, token_ids: Sequence[int], *, max_tokens: int, rules: Rules) -> bool:
        """False: it is stopping or dead, and did not take it."""
        taken = self._manager.add_request(
            token_ids, request_id=key, max_new_tokens=max_tokens, streaming=True, rules=rules
        )
        return taken is not None

    def cancel(self, key: str) -> None:
        self._manager.cancel_request(key)

    def tell_outputs(self, outputs: Sequence[GenerationOutput]) -> None:
        seconds = time.perf_counter() - self._scheduler.began_at
        self._news.put(Outputs(self.step, outputs, seconds))

    def tell_freed(self, keys: Sequence[str], missed: Sequence[str]) -> None:
        self._news.put(Freed(self.step, keys, missed))

    def try_out(self) -> str | None:
        """Make one token, before any request, and tell nobody; what went wrong, if anything."""
        news, self._news = self._news, SimpleQueue()
        self.add("0", [0], max_tokens=1, rules=Rules(GREEDY))
        first = self._news.get()
        self._news = news
        if not isinstance(first, Outputs):
            return str(first)
        attention = self._scheduler.attention
        if attention is not None and not attention.is_used:
            return "its layers do not look at the cache"
        return first.outputs[0].error

    def close(self) -> None:
        self._manager.stop(block=True, timeout=STOP_SECONDS, hard_stop=True)

    def discard(self) -> None:
        """Let go of a dead one's memory, for the next one needs as much."""
        self._manager.batch_processor = self._scheduler.cache = self._scheduler.attention = None
        error = self._manager.background_thread_status.fatal_error
        if error is not None:
            error.__traceback__ = None  # its frames hold the whole engine
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _tell_death(self) -> None:
        self._thread.join()
        error = self._manager.background_thread_status.fatal_error
        if error is None:
            return
        told = f"{type(error).__name__}: {error}"
        self._news.put(Died(self.step, told, self._fatal_batch(), _is_out_of_memory(error)))

    def _fatal_batch(self) -> Sequence[str] | None:
        if self._scheduler.batch is None:
            return None
        states = [one.state for one in self._scheduler.batch]
        states.sort(key=lambda state: bool(state.generated_tokens))
        return [state.request_id for state in states]


def _is_out_of_memory(error: BaseException) -> bool:
    """A CPU's allocator has no error of its own."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return "can't allocate memory" in str(error)


def _generation_config(eos: Sequence[int]) -> GenerationConfig:
    """The largest score is taken: which that is, our own processor says."""
    return GenerationConfig(do_sample=False, eos_token_id=list(eos) or -1)


def _only(processor: SamplingProcessor) -> ContinuousBatchingLogitsProcessorList:
    processors = ContinuousBatchingLogitsProcessorList(LogitsProcessorList([processor]))
    processors.tensors_required = 1
    return processors


def _batching_config(config: Config, *, on_cpu: bool) -> ContinuousBatchingConfig:
    return ContinuousBatchingConfig(
        page_size=PAGE_TOKENS,
        # A GPU's memory is the engine's alone; a CPU's is shared, so there its share is fixed.
        num_blocks=config.cache_tokens // PAGE_TOKENS if on_cpu else None,
        max_memory_percent=config.gpu_memory_share,
        max_batch_tokens=config.max_batch_tokens,
        max_requests_per_batch=config.max_in_flight,
        # Our processor chooses on the CPU's side, between two steps.
        use_async_batching=False,
        use_cuda_graph=False,
        auto_switch_to_flash=False,  # it would download kernels
        scheduler_type="telling",
    )
