"""Who is told what just now. At most one query for a page, and none while nothing is announced.

Each process remembers for some seconds what there is; open pages are told when it changes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from chat.site_notices import announce_to_everybody
from operations.models import Announcement, Dismissal

REMEMBERED_SECONDS = 30.0


@dataclass(slots=True)
class _Memory:
    """Of this process. found: not over when it was looked up."""

    found: Sequence[Announcement] = ()
    until: float = field(default=0.0)


_memory = _Memory()


def list_announcements(user: User | AnonymousUser) -> list[Announcement]:
    """That this person is to see now, the newest first."""
    if not isinstance(user, User):
        return []
    dismissed = _look(user) if time.monotonic() >= _memory.until else None
    shown = [one for one in _memory.found if _is_for(one, user)]
    if shown and dismissed is None:
        pairs = Dismissal.objects.filter(user=user, announcement__in=[one.pk for one in shown])
        dismissed = set(pairs.values_list("announcement", flat=True))
    return [one for one in shown if one.pk not in (dismissed or ())]


def dismiss(user: User, announcement_id: int) -> bool:
    """For this person. False: there is none that they could close."""
    closable = Announcement.objects.not_over().filter(pk=announcement_id, is_dismissible=True)
    announcement = closable.first()
    if announcement is None or not _is_for(announcement, user):
        return False
    Dismissal.objects.get_or_create(user=user, announcement=announcement)
    return True


def changed(**kwargs: Any) -> None:
    """Somebody has made, changed or deleted one. Pages ask at once, so they are told afterwards."""
    forget()
    transaction.on_commit(_tell)


def tell_of_the_time(since: timedelta) -> None:
    """Of those whose time has come, or is over, since then: nobody has touched them."""
    now = timezone.now()
    lately = (now - since, now)
    if Announcement.objects.filter(Q(starts_at__range=lately) | Q(ends_at__range=lately)).exists():
        announce_to_everybody()


def _tell() -> None:
    forget()
    announce_to_everybody()


def forget() -> None:
    _memory.until = 0.0


def remember(found: Sequence[Announcement]) -> None:
    _memory.found, _memory.until = found, time.monotonic() + REMEMBERED_SECONDS


def _look(user: User) -> set[int]:
    """What there is, and in the same query what this person has dismissed of it."""
    dismissed = Dismissal.objects.filter(user=user, announcement=OuterRef("pk"))
    found = list(Announcement.objects.not_over().annotate(is_dismissed=Exists(dismissed)))
    remember(found)
    return {one.pk for one in found if getattr(one, "is_dismissed", False)}


def _is_for(announcement: Announcement, user: User) -> bool:
    now = timezone.now()
    has_begun = announcement.starts_at <= now
    is_over = announcement.ends_at is not None and announcement.ends_at <= now
    is_meant = announcement.audience == Announcement.Audience.EVERYBODY or user.is_staff
    return has_begun and not is_over and is_meant
