"""What the GPU workers last said of themselves, for Prometheus. Knows no worker's own metrics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from inference.contract import WorkerStatus

LABELS = ("worker", "model")


def worker_metrics(workers: Sequence[WorkerStatus]) -> bytes:
    """In the same text format as all the rest."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Workers(workers))
    return generate_latest(registry)


class _Workers(Collector):
    def __init__(self, workers: Sequence[WorkerStatus]) -> None:
        self._workers = workers

    def collect(self) -> Iterator[Metric]:
        ready = _gauge("ready", "Whether it makes replies")
        running = _gauge("running", "Replies in it")
        capacity = _gauge("capacity", "Replies that it writes at the same time")
        age = _gauge("step_age_seconds", "How long its engine had work and made no step")
        for worker in self._workers:
            labels = (worker.worker, worker.model)
            ready.add_metric(labels, float(worker.state == "ready"))
            running.add_metric(labels, worker.running)
            capacity.add_metric(labels, worker.capacity)
            age.add_metric(labels, worker.step_age_seconds)
        yield from (ready, running, capacity, age)


def _gauge(name: str, what: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"inference_worker_{name}", what, labels=LABELS)
