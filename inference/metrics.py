"""What the GPU worker measures, for Prometheus; docs/operations.md explains each number.

With METRICS_PORT the worker serves these at /metrics of that port, on every network; without it
they are only counted. What the site shows of its workers goes by WorkerStatus instead.
"""

from __future__ import annotations

import time

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from inference.backends.base import Piece, Step, Vitals
from inference.contract import Failed, Finished, Usage

SHORT = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)
LONG = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
RATES = (1, 2, 5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300)
SIZES = (1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 256)
MODEL = ["model"]

TTFT = Histogram("inference_ttft_seconds", "From sent to first text", MODEL, buckets=LONG)
QUEUE = Histogram("inference_queue_seconds", "From sent to started", MODEL, buckets=LONG)
INTER_TOKEN = Histogram(
    "inference_inter_token_seconds", "Between two tokens of a reply", MODEL, buckets=SHORT
)
REPLY_RATE = Histogram(
    "inference_reply_tokens_per_second", "Of a reply from its first text", MODEL, buckets=RATES
)
STEP = Histogram("inference_engine_step_seconds", "One engine step", MODEL, buckets=SHORT)
BATCH = Histogram("inference_batch_size", "Replies that got a token", MODEL, buckets=SIZES)
FREED_AFTER = Histogram(
    "inference_freed_after_seconds", "From stop to free slot", MODEL, buckets=SHORT
)
STEPS_AFTER_STOP = Histogram(
    "inference_steps_after_stop",
    "Engine steps until then",
    MODEL,
    buckets=(0, 1, 2, 3, 5),
)
PROMPT_TOKENS = Counter("inference_prompt_tokens", "Tokens read", MODEL)
COMPLETION_TOKENS = Counter("inference_completion_tokens", "Tokens written", MODEL)
ENDINGS = Counter("inference_endings", "Replies that ended, by how", ["model", "reason"])
FAILURES = Counter("inference_failures", "Replies that failed, by why", ["model", "error_type"])
RESTARTS = Counter("inference_engine_restarts", "Engine threads that died", MODEL)
RETRIED = Counter("inference_retried_replies", "Replies that went on after a death", MODEL)
GIVEN_UP = Counter("inference_given_up_replies", "Replies that killed the engine", MODEL)
HANDED_OVER = Counter(
    "inference_handed_over_replies", "Replies gone on with here, by why", ["model", "reason"]
)
REDIS_OUTAGES = Counter("inference_redis_outages", "Times that Redis did not take what was made")
RUNNING = Gauge("inference_running", "Replies in this worker", MODEL)
WAITING = Gauge("inference_waiting", "Of these, without a slot in the engine", MODEL)
CACHE_USE = Gauge("inference_kv_cache_use_ratio", "Share of the KV cache that is filled", MODEL)
STEP_AGE = Gauge("inference_engine_step_age_seconds", "How long work has had no step", MODEL)


class Meter:
    """The numbers of one model. `count_step` is called by one thread, for every step: it shares
    the processor with the model."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._told_at: dict[tuple[str, int], float] = {}  # by request and choice
        self._inter_token, self._step = INTER_TOKEN.labels(model), STEP.labels(model)
        self._batch = BATCH.labels(model)
        for counter in (RESTARTS, RETRIED, GIVEN_UP):
            counter.labels(model)  # shown as 0 from the start
        for reason in ("shutdown", "lost"):
            HANDED_OVER.labels(model, reason)

    def count_step(self, step: Step) -> None:
        now = time.perf_counter()
        size = sum(self._count_piece(piece, now) for piece in step.pieces)
        if size:
            self._batch.observe(size)
        if step.seconds is not None:
            self._step.observe(step.seconds)
        if step.recovered is not None:
            RESTARTS.labels(self._model).inc()
            RETRIED.labels(self._model).inc(step.recovered.retried)
            GIVEN_UP.labels(self._model).inc(step.recovered.given_up)

    def _count_piece(self, piece: Piece, now: float) -> bool:
        """Whether it brought tokens."""
        key = (piece.request_id, piece.choice)
        count = piece.token_count
        if count:
            before = self._told_at.get(key)
            self._told_at[key] = now
            if before is not None:
                self._inter_token.observe((now - before) / count)
        if piece.is_last:
            self._told_at.pop(key, None)
        return count > 0

    def count_reply(self, usage: Usage, ending: Finished | Failed) -> None:
        """One reply that ended."""
        model = self._model
        QUEUE.labels(model).observe(usage.queue_seconds)
        PROMPT_TOKENS.labels(model).inc(usage.prompt_token_count)
        COMPLETION_TOKENS.labels(model).inc(usage.completion_token_count)
        if isinstance(ending, Failed):
            ENDINGS.labels(model, "failed").inc()
            FAILURES.labels(model, ending.error_type).inc()
        else:
            ENDINGS.labels(model, ending.reason).inc()
        if usage.ttft_seconds is not None:
            TTFT.labels(model).observe(usage.ttft_seconds)
        if usage.completion_token_count > 1 and usage.decode_seconds:
            rate = (usage.completion_token_count - 1) / usage.decode_seconds
            REPLY_RATE.labels(model).observe(rate)
        if usage.freed_after_seconds is not None:
            FREED_AFTER.labels(model).observe(usage.freed_after_seconds)
            STEPS_AFTER_STOP.labels(model).observe(usage.steps_after_stop or 0)

    def count_handed_over(self, reason: str) -> None:
        """One reply that another worker began. reason: shutdown or lost."""
        HANDED_OVER.labels(self._model, reason).inc()

    def show(self, vitals: Vitals, *, running: int) -> None:
        RUNNING.labels(self._model).set(running)
        WAITING.labels(self._model).set(vitals.waiting)
        STEP_AGE.labels(self._model).set(vitals.step_age_seconds)
        if vitals.cache_use is not None:
            CACHE_USE.labels(self._model).set(vitals.cache_use)


def serve(port: int) -> None:
    """In a thread of its own; 0 serves nothing."""
    if port:
        start_http_server(port)
