"""How long conversations are kept: those that nobody has touched for longer are deleted for good.

A rule is asked of each conversation, so that it can be another for some. What a legal hold keeps
stays; a reply that is being written is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from chat.models import AuditEntry, Conversation, Generation
from chat.notices import announce_change
from chat.privacy.audit import record, wait_for_turn
from chat.privacy.holds import is_held, not_held
from chat.purging import purge

AT_ONCE = 100  # the rest waits for the next round: replies are saved by the same worker


@dataclass(frozen=True, slots=True)
class Due:
    """A conversation whose time is over. stays: why it is not deleted all the same."""

    conversation: Conversation
    days: int
    stays: str = ""


def days_to_keep(conversation: Conversation) -> int | None:
    """After it was last touched. None: for ever."""
    return settings.RETENTION_DAYS or None


def list_due() -> Iterator[Due]:
    """What would go now, and what would but for a reason; the longest untouched first."""
    now = timezone.now()
    for conversation in _old(now).select_related("owner").iterator():
        days = days_to_keep(conversation)
        if days is not None and _is_over(conversation, days, now):
            yield Due(conversation, days, _why_it_stays(conversation))


def apply_retention() -> int:
    """→ how many went, at most AT_ONCE; call again until none does. One entry in the audit log is
    for all of them."""
    now, gone = timezone.now(), []
    with transaction.atomic():
        wait_for_turn()
        old = not_held(_old(now)).exclude(Exists(_active())).select_for_update()
        for conversation in old[:AT_ONCE]:
            days = days_to_keep(conversation)
            if days is None or not _is_over(conversation, days, now):
                continue
            if not _why_it_stays(conversation):  # it is locked now, and may have changed before
                gone.append(conversation.pk)
                purge(conversation)
        if gone:
            detail = f"{len(gone)} not touched for {settings.RETENTION_DAYS} days"
            record(AuditEntry.Action.EXPIRED, actor=None, detail=detail)
    for conversation_id in gone:
        announce_change(conversation_id)
    return len(gone)


def _old(now: datetime) -> QuerySet[Conversation]:
    """Those that a rule of the site may be about."""
    if not settings.RETENTION_DAYS:
        return Conversation.objects.none()
    before = now - timedelta(days=settings.RETENTION_DAYS)
    return Conversation.objects.filter(updated_at__lte=before).order_by("updated_at", "pk")


def _is_over(conversation: Conversation, days: int, now: datetime) -> bool:
    return conversation.updated_at <= now - timedelta(days=days)


def _why_it_stays(conversation: Conversation) -> str:
    if is_held(conversation):
        return "legal hold"
    if conversation.generations.active().exists():
        return "a reply is being written"
    return ""


def _active() -> QuerySet[Generation]:
    return Generation.objects.active().filter(conversation=OuterRef("pk"))
