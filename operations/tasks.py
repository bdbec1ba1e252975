"""What the web worker does: keep the counts up, and tell what it is time for."""

from __future__ import annotations

import logging
from datetime import timedelta

from celery import shared_task
from django.db import OperationalError

from operations.announcing import tell_of_the_time
from operations.schedule import KEEP_UP_SECONDS
from operations.usage.rolling import keep_up as keep_up_usage

LOOK_BACK_SECONDS = 1.5 * KEEP_UP_SECONDS  # a late start misses nothing; twice told is no harm

logger = logging.getLogger(__name__)


@shared_task(name="operations.keep_up", ignore_result=True)
def keep_up() -> None:
    """Whatever is missed now is counted the next time."""
    try:
        keep_up_usage()
        tell_of_the_time(timedelta(seconds=LOOK_BACK_SECONDS))
    except OperationalError as error:
        logger.warning("What was used is counted later: %s", error)
