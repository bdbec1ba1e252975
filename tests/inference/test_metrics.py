"""The worker's numbers, as Prometheus reads them."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from prometheus_client import REGISTRY, Counter, Gauge, Histogram

from inference import metrics
from inference.backends.base import Piece, Recovered, Step, Vitals
from inference.contract import Failed, Finished, FinishReason, Usage
from inference.metrics import Meter
from inference.stream.reader import GAPS
from inference.stream.subscriber import SUBSCRIPTIONS_LOST
from tests.support.redis_server import free_port

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, {"model": "the-model", **labels}) or 0.0


@pytest.fixture
def meter() -> Meter:
    """Its numbers are new in every test."""
    for metric in _metrics():
        metric.clear()
    return Meter("the-model")


def _metrics() -> list[Counter | Gauge | Histogram]:
    kinds = (Counter, Gauge, Histogram)
    return [one for one in vars(metrics).values() if isinstance(one, kinds)]


@pytest.fixture
def usage() -> Usage:
    return Usage(
        prompt_token_count=10,
        completion_token_count=5,
        queue_seconds=0.1,
        ttft_seconds=0.2,
        decode_seconds=0.4,
        steps_after_stop=1,
        tokens_after_stop=0,
        freed_after_seconds=0.01,
    )


def test_a_reply_is_counted_by_how_it_ended(meter: Meter, usage: Usage) -> None:
    meter.count_reply(usage, Finished(reason="stopped"))
    meter.count_reply(usage, Failed(error_type="generation", message=""))
    assert value("inference_endings_total", reason="stopped") == 1
    assert value("inference_endings_total", reason="failed") == 1
    assert value("inference_failures_total", error_type="generation") == 1
    assert value("inference_completion_tokens_total") == 10
    assert value("inference_prompt_tokens_total") == 20


def test_the_times_of_a_reply_are_counted(meter: Meter, usage: Usage) -> None:
    meter.count_reply(usage, Finished(reason="stop"))
    assert value("inference_ttft_seconds_sum") == 0.2
    assert value("inference_queue_seconds_sum") == 0.1
    assert value("inference_freed_after_seconds_sum") == 0.01
    assert value("inference_reply_tokens_per_second_sum") == pytest.approx(10.0)


def test_every_gap_between_two_tokens_of_a_reply_is_counted(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([10.0, 11.0, 13.0])
    monkeypatch.setattr("inference.metrics.time.perf_counter", lambda: next(clock))
    meter.count_step(step_of(piece("a"), piece("b")))
    meter.count_step(step_of(piece("a")))
    meter.count_step(step_of(piece("a", token_count=2), piece("b")))
    assert value("inference_inter_token_seconds_count") == 3
    assert value("inference_inter_token_seconds_sum") == 1.0 + 1.0 + 3.0


def test_a_reply_that_has_ended_leaves_nothing_behind(meter: Meter) -> None:
    meter.count_step(step_of(piece("a")))
    meter.count_step(step_of(piece("a", finish_reason="stop")))
    meter.count_step(step_of(piece("a")))
    assert value("inference_inter_token_seconds_count") == 1


def test_a_step_is_counted_with_its_batch(meter: Meter) -> None:
    meter.count_step(Step(1, [piece("a"), piece("b"), piece("c", token_count=0)], seconds=0.5))
    assert value("inference_batch_size_sum") == 2
    assert value("inference_engine_step_seconds_sum") == 0.5


def test_deaths_of_the_engine_are_counted(meter: Meter) -> None:
    assert REGISTRY.get_sample_value("inference_engine_restarts_total", {"model": "the-model"}) == 0
    meter.count_step(Step(1, [], recovered=Recovered(retried=3, given_up=1)))
    assert value("inference_engine_restarts_total") == 1
    assert value("inference_retried_replies_total") == 3
    assert value("inference_given_up_replies_total") == 1


def test_how_the_engine_is_can_be_seen(meter: Meter) -> None:
    meter.show(Vitals(step_age_seconds=2.0, waiting=3, cache_use=0.25), running=5)
    assert value("inference_running") == 5
    assert value("inference_waiting") == 3
    assert value("inference_kv_cache_use_ratio") == 0.25
    assert value("inference_engine_step_age_seconds") == 2.0


def test_a_port_serves_them_and_no_port_serves_none() -> None:
    metrics.serve(0)
    port = free_port()
    metrics.serve(port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert b"inference_ttft_seconds" in answer.read()


def test_every_number_is_explained_and_nothing_else() -> None:
    rows = r"^\| `(inference_(?!worker)\w+)` \|"
    explained = re.findall(rows, OPERATIONS.read_text(), re.MULTILINE)
    of_web = (GAPS, SUBSCRIPTIONS_LOST)
    counters = {f"{one._name}_total" for one in (*_metrics(), *of_web) if isinstance(one, Counter)}
    others = {one._name for one in _metrics() if not isinstance(one, Counter)}
    assert set(explained) == counters | others


def piece(
    request_id: str, *, token_count: int = 1, finish_reason: FinishReason | None = None
) -> Piece:
    return Piece(request_id=request_id, token_count=token_count, finish_reason=finish_reason)


def step_of(*pieces: Piece) -> Step:
    return Step(1, pieces)
