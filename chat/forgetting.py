"""What Redis knows of replies that were deleted here goes too, told to the web worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from chat.models import Generation, Rerun
from chat.tasks import forget_generations
from inference.client import request_stop

AT_ONCE = 100
KEPT_IN_REDIS = timedelta(minutes=15)  # after the end of a reply; its log goes after ten

Row = TypeVar("Row", bound=Model)


def list_recent(generations: QuerySet[Row]) -> Sequence[str]:
    """Those of which Redis may still know something. Ask before they are deleted."""
    over = generations.filter(finished_at__lt=timezone.now() - KEPT_IN_REDIS)
    recent: Iterable[object] = generations.exclude(pk__in=over.values("pk")).values_list(
        "pk", flat=True
    )
    return [str(one) for one in recent]


def stop_replies(generations: QuerySet[Generation]) -> None:
    """And those that are made again. Raises StoreUnavailable."""
    again = Rerun.objects.filter(generation__in=generations)
    for replies in (generations, again):
        for reply_id in replies.filter(status="active").values_list("pk", flat=True):
            request_stop(str(reply_id))


def list_recent_replies(generations: QuerySet[Generation]) -> Sequence[str]:
    """And those that were made again; see list_recent."""
    again = Rerun.objects.filter(generation__in=generations)
    return [*list_recent(generations), *list_recent(again)]


def forget_later(ids: Sequence[str]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        forget_generations.delay(list(ids[start : start + AT_ONCE]))
