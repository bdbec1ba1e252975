"""A web process says that it is there, and what it has counted; see docs/operations.md."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time

from django.conf import settings
from prometheus_client import REGISTRY

from inference.client import REPORT_SECONDS, ProcessReport, report_process
from inference.exceptions import StoreUnavailable

logger = logging.getLogger(__name__)

COUNTED = {
    "sockets": "chat_sockets_open",
    "resumes": "chat_resumes_total",
    "slow_readers": "chat_slow_readers_total",
    "gaps": "inference_gaps_total",
    "subscriptions_lost": "inference_subscriptions_lost_total",
    "refused": "web_refused_total",
}


async def report_for_ever() -> None:
    started_at = time.time()
    while True:
        try:
            await report_process(build_report(started_at))
        except StoreUnavailable as error:
            logger.debug("This process did not report: %s", error)
        await asyncio.sleep(REPORT_SECONDS)


def build_report(started_at: float) -> ProcessReport:
    return ProcessReport(
        process=f"{socket.gethostname()}:{os.getpid()}",
        version=settings.SITE_VERSION,
        started_at=started_at,
        **_counts(),
    )


def _counts() -> dict[str, int]:
    """As /metrics tells them, all labels together."""
    values = dict.fromkeys(COUNTED.values(), 0.0)
    for metric in REGISTRY.collect():
        for sample in metric.samples:
            if sample.name in values:
                values[sample.name] += sample.value
    return {name: int(values[counted]) for name, counted in COUNTED.items()}
