"""The three pages for machines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.asgi import get_asgi_application
from django.db import OperationalError
from django.test import AsyncClient
from prometheus_client.metrics import MetricWrapperBase

from chat import metrics
from chatsite.worker_metrics import worker_metrics
from inference.contract import WorkerState, WorkerStatus
from inference.exceptions import StoreUnavailable
from inference.store import get_redis
from inference.stream.subscriber import SUBSCRIPTIONS_LOST
from inference.workers import report_worker
from tests.chatsite.asgi import get

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def report(state: WorkerState, **more: Any) -> None:
    status = WorkerStatus(worker="gpu@here", model="pocket", state=state, **more)
    report_worker(get_redis(), status)


async def readiness() -> tuple[int, dict[str, Any]]:
    """Not by Django's client: it leaves the database connection of the request open."""
    status, _, body = await get(get_asgi_application(), "/readyz")
    parts: dict[str, Any] = json.loads(body)["parts"]
    return status, parts


async def test_healthz_needs_nothing_but_the_process(async_client: AsyncClient) -> None:
    answer = await async_client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db(transaction=True)
async def test_a_site_with_a_loaded_model_is_ready() -> None:
    report("ready", progress=1.0)
    status, parts = await readiness()
    assert status == 200
    assert all(part["ok"] for part in parts.values())


@pytest.mark.django_db(transaction=True)
async def test_without_a_worker_it_is_not_ready() -> None:
    status, parts = await readiness()
    assert status == 503
    assert parts["database"]["ok"]
    assert parts["redis"]["ok"]
    assert parts["worker"]["message"] == "Waiting for a GPU worker."


@pytest.mark.django_db(transaction=True)
async def test_loading_tells_how_far() -> None:
    report("loading", progress=0.43)
    status, parts = await readiness()
    assert status == 503
    assert parts["worker"]["message"] == "pocket is loading, 43%"


@pytest.mark.django_db(transaction=True)
async def test_a_broken_model_is_told_in_its_own_words() -> None:
    report("failed", message="The model x has no config.json.")
    _, parts = await readiness()
    assert parts["worker"]["message"] == "The model x has no config.json."


@pytest.mark.django_db(transaction=True)
async def test_redis_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def away() -> list[WorkerStatus]:
        raise StoreUnavailable("away")

    monkeypatch.setattr("chatsite.health.alist_workers", away)
    status, parts = await readiness()
    assert status == 503
    assert not parts["redis"]["ok"]
    assert parts["database"]["ok"]


async def test_the_database_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("away")

    monkeypatch.setattr("chatsite.health._select_one", away)
    report("ready", progress=1.0)
    status, parts = await readiness()
    assert status == 503
    assert not parts["database"]["ok"]
    assert parts["worker"]["ok"]


async def test_metrics_are_prometheus_text(async_client: AsyncClient) -> None:
    answer = await async_client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert b"python_info" in answer.content


async def test_metrics_tell_what_workers_say_of_themselves(async_client: AsyncClient) -> None:
    report("ready", running=3, capacity=32, step_age_seconds=1.5)
    text = (await async_client.get("/metrics")).content.decode()
    labels = '{model="pocket",worker="gpu@here"}'
    assert f"inference_worker_ready{labels} 1.0" in text
    assert f"inference_worker_running{labels} 3.0" in text
    assert f"inference_worker_capacity{labels} 32.0" in text
    assert f"inference_worker_step_age_seconds{labels} 1.5" in text


async def test_metrics_without_redis_tell_the_rest(
    async_client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> None:
        raise StoreUnavailable("Redis does not serve.")

    monkeypatch.setattr("chatsite.health.alist_workers", away)
    answer = await async_client.get("/metrics")
    assert answer.status_code == 200
    assert b"python_info" in answer.content


def test_every_number_of_a_web_process_is_explained() -> None:
    numbers = [one for one in vars(metrics).values() if isinstance(one, MetricWrapperBase)]
    families = [family for one in (*numbers, SUBSCRIPTIONS_LOST) for family in one.collect()]
    told = {f"{one.name}_total" if one.type == "counter" else one.name for one in families}
    rows = r"^\| `((?:chat|inference_subscriptions)_\w+)` \|"
    assert set(re.findall(rows, OPERATIONS.read_text(), re.MULTILINE)) == told


def test_every_number_about_workers_is_explained() -> None:
    status = WorkerStatus(worker="w", model="m", state="ready")
    told = re.findall(r"^(inference_worker_\w+)\{", worker_metrics([status]).decode(), re.MULTILINE)
    explained = re.findall(r"^\| `(inference_worker_\w+)` \|", OPERATIONS.read_text(), re.MULTILINE)
    assert told == explained
