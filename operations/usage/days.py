"""Days as the site's TIME_ZONE has them: one in spring has 23 hours, one in autumn 25."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def day_of(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def today() -> date:
    return day_of(timezone.now())


def beginning_of(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def days_between(first: date, last: date) -> Iterator[date]:
    """Both with it."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
