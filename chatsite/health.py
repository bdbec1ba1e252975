"""Three pages for machines: is the process up, can a reply be made, how much is going on."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chatsite.worker_metrics import worker_metrics
from inference.client import alist_workers
from inference.exceptions import StoreUnavailable

CHECK_SECONDS = 3  # a part that needs longer than this to answer is as good as away


@require_safe
async def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
async def readyz(request: HttpRequest) -> JsonResponse:
    """200 when a reply can be made, else 503; `parts` says what is missing, in words."""
    database, (redis, worker) = await asyncio.gather(_database(), _redis_and_worker())
    parts = {"database": database, "redis": redis, "worker": worker}
    ready = all(part["ok"] for part in parts.values())
    response = JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)
    setattr(response, "_has_been_logged", True)  # noqa: B010 - or Django logs each 503 as an error
    return response


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    """The web process' own numbers, and what its workers say while Redis can be asked."""
    told = generate_latest()
    with suppress(StoreUnavailable, TimeoutError):
        told += worker_metrics(await asyncio.wait_for(alist_workers(), CHECK_SECONDS))
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


async def _database() -> dict[str, Any]:
    try:
        await asyncio.wait_for(sync_to_async(_select_one)(), CHECK_SECONDS)
    except (DatabaseError, TimeoutError) as error:
        return {"ok": False, "message": f"The database does not answer ({type(error).__name__})."}
    return {"ok": True}


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


async def _redis_and_worker() -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        workers = await asyncio.wait_for(alist_workers(), CHECK_SECONDS)
    except (StoreUnavailable, TimeoutError):
        away = {"ok": False, "message": "Redis does not answer."}
        return away, {"ok": False, "message": "Not known without Redis."}
    if any(worker.state == "ready" for worker in workers):
        return {"ok": True}, {"ok": True}
    if not workers:
        return {"ok": True}, {"ok": False, "message": "Waiting for a GPU worker."}
    told = [
        worker.message or f"{worker.model} is {worker.state}, {worker.progress:.0%}"
        for worker in workers
    ]
    return {"ok": True}, {"ok": False, "state": workers[0].state, "message": "; ".join(told)}
