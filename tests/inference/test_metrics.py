"""The worker's numbers, as Prometheus reads them."""

from __future__ import annotations

import urllib.request

import pytest
from prometheus_client import REGISTRY

from inference import metrics
from inference.contract import Failed, Finished, Usage
from tests.support.redis_server import free_port


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


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


def test_a_reply_is_counted_by_how_it_ended(usage: Usage) -> None:
    stopped = value("inference_endings_total", reason="stopped")
    failed = value("inference_endings_total", reason="generation")
    tokens = value("inference_completion_tokens_total")
    metrics.count_reply(usage, Finished(reason="stopped"))
    metrics.count_reply(usage, Failed(error_type="generation", message=""))
    assert value("inference_endings_total", reason="stopped") == stopped + 1
    assert value("inference_endings_total", reason="generation") == failed + 1
    assert value("inference_completion_tokens_total") == tokens + 10


def test_the_time_between_tokens_is_the_mean_of_a_reply(usage: Usage) -> None:
    before = value("inference_inter_token_seconds_sum")
    metrics.count_reply(usage, Finished(reason="stop"))
    assert value("inference_inter_token_seconds_sum") == pytest.approx(before + 0.1)


def test_a_port_serves_them_and_no_port_serves_none() -> None:
    metrics.serve(0)
    port = free_port()
    metrics.serve(port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert b"inference_ttft_seconds" in answer.read()
