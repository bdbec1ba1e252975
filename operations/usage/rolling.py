"""Days are added up, so that nobody who looks has to read a million rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from inference.client import drop_refusals, list_refusals
from inference.exceptions import StoreUnavailable
from operations.models import CountedReply, Refusal, Usage
from operations.usage.counting import AT_ONCE, count_ended
from operations.usage.days import beginning_of, day_of, days_between, today
from operations.usage.histogram import to_json
from operations.usage.tally import COUNTS, Sum, add_up

LOCK = 4_114_802  # of our own choice, as that of the audit log
LONGEST = timedelta(days=1)  # no reply takes so long


def keep_up() -> None:
    """Count what has ended since the last time, and add the days up that it belongs to."""
    count_ended(uncounted_since())
    new = CountedReply.objects.filter(is_added_up=False).values_list("asked_at", flat=True)
    for day in {day_of(moment) for moment in new.iterator(AT_ONCE)}:
        roll_up(day)
    take_refusals()


def uncounted_since() -> datetime:
    """Nothing that was asked for before is left to count. After an outage that is long ago."""
    usual = timezone.now() - 2 * LONGEST
    added_up = Usage.objects.filter(by=Usage.By.MODEL).order_by("-day")
    last = added_up.values_list("counted_at", flat=True).first()
    return usual if last is None else min(usual, last - LONGEST)


def rebuild(first: date) -> Iterator[date]:
    """All days from the first one on, whether or not anything is new. → each that is done"""
    for day in days_between(first, today()):
        begin, end = beginning_of(day), beginning_of(day + timedelta(days=1))
        count_ended(begin, end)
        roll_up(day)
        yield day


def roll_up(day: date) -> None:
    """From what was counted, again and again with the same result."""
    begin, end = beginning_of(day), beginning_of(day + timedelta(days=1))
    with _turn():
        replies = CountedReply.objects.filter(asked_at__gte=begin, asked_at__lt=end)
        # First marked, then read: what comes between is for the next time.
        replies.filter(is_added_up=False).update(is_added_up=True)
        tally = add_up(replies.filter(is_added_up=True).iterator(AT_ONCE))
        Usage.objects.filter(day=day).delete()
        Usage.objects.bulk_create(
            (_kept(day, by, key, one) for (by, key), one in tally.items()), batch_size=500
        )


def take_refusals() -> None:
    """From Redis, where they are counted, once each window is over. Told twice they count once."""
    try:
        windows = list_refusals(only_closed=True)
        for began, counts in windows.items():
            _keep_refusals(datetime.fromtimestamp(began, timezone.get_default_timezone()), counts)
            drop_refusals(began)
    except StoreUnavailable:
        return  # they wait there


def _keep_refusals(
    window: datetime, counts: Iterable[tuple[tuple[str, str, str, str], int]]
) -> None:
    with _turn():
        if Refusal.objects.filter(window=window).exists():
            return
        Refusal.objects.bulk_create(
            Refusal(window=window, reason=reason, user=user, team=team, model=model, count=count)
            for (reason, user, team, model), count in counts
        )


def _kept(day: date, by: str, key: str, one: Sum) -> Usage:
    counts = {name: getattr(one, name) for name in COUNTS}
    spreads = {"errors": dict(one.errors), "ttft": to_json(one.ttft), "gap": to_json(one.gap)}
    return Usage(day=day, by=by, key=key, **counts, **spreads)


@contextmanager
def _turn() -> Iterator[None]:
    """Two at once would each delete what they see, and both add theirs. On SQLite the transaction
    itself is the turn: it is immediate."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
