"""What the GPU worker measures, for Prometheus. Knows nothing of requests but their numbers.

With METRICS_PORT the worker serves these at /metrics of that port, on every network; without it
they are only counted. What the site shows of its workers goes by WorkerStatus instead.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from inference.contract import Failed, Finished, Usage

SHORT = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5)
LONG = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

TTFT = Histogram("inference_ttft_seconds", "From sent to first text", buckets=LONG)
QUEUE = Histogram("inference_queue_seconds", "From sent to started", buckets=LONG)
INTER_TOKEN = Histogram("inference_inter_token_seconds", "Mean over a reply", buckets=SHORT)
FREED_AFTER = Histogram("inference_freed_after_seconds", "From stop to free slot", buckets=SHORT)
STEPS_AFTER_STOP = Histogram(
    "inference_steps_after_stop", "Engine steps from stop to free slot", buckets=(0, 1, 2, 3, 5)
)
PROMPT_TOKENS = Counter("inference_prompt_tokens", "Tokens read")
COMPLETION_TOKENS = Counter("inference_completion_tokens", "Tokens written")
ENDINGS = Counter("inference_endings", "Replies by how they ended", ["reason"])
RUNNING = Gauge("inference_running", "Replies in this worker")


def count_reply(usage: Usage, ending: Finished | Failed) -> None:
    """One reply that ended."""
    QUEUE.observe(usage.queue_seconds)
    PROMPT_TOKENS.inc(usage.prompt_token_count)
    COMPLETION_TOKENS.inc(usage.completion_token_count)
    ENDINGS.labels(ending.reason if isinstance(ending, Finished) else ending.error_type).inc()
    if usage.ttft_seconds is not None:
        TTFT.observe(usage.ttft_seconds)
    if usage.completion_token_count > 1:
        INTER_TOKEN.observe(usage.decode_seconds / (usage.completion_token_count - 1))
    if usage.freed_after_seconds is not None:
        FREED_AFTER.observe(usage.freed_after_seconds)
        STEPS_AFTER_STOP.observe(usage.steps_after_stop or 0)


def serve(port: int) -> None:
    """In a thread of its own; 0 serves nothing."""
    if port:
        start_http_server(port)
