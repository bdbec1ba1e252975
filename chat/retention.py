"""How long conversations are kept: those that nobody has touched for longer are deleted for good.

A team may keep its own for less than the site keeps the others, never for more. What a legal hold
keeps stays; a reply that is being written is waited for. By the same rules go the texts that are
kept of what programs asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import Team
from accounts.teams.retention import Forecast, days_of
from chat.models import ApiGeneration, AuditEntry, Conversation, Generation
from chat.notices import announce_change
from chat.privacy.audit import record, wait_for_turn
from chat.privacy.holds import is_held, not_held
from chat.privacy.policy import held
from chat.purging import purge

A_DAY = timedelta(days=1)
AT_ONCE = 100  # the rest waits for the next round: replies are saved by the same worker


@dataclass(frozen=True, slots=True)
class Due:
    """A conversation whose time is over. stays: why it is not deleted all the same."""

    conversation: Conversation
    days: int
    stays: str = ""


def days_to_keep(conversation: Conversation, site_days: int | None = None) -> int | None:
    """After it was last touched. None: for ever. site_days: in place of RETENTION_DAYS."""
    return days_of(conversation.team, site_days)


def is_any_rule() -> bool:
    """Of the site or of a team."""
    has_rule = Team.objects.filter(retention_days__isnull=False)
    return bool(settings.RETENTION_DAYS) or has_rule.exists()


def foresee_for_team(team: Team, days: int) -> Forecast:
    """What its members can see of what would go now, were it kept for so many days."""
    until = timezone.now() - timedelta(days=days)
    return _count(team.conversations.visible().filter(updated_at__lte=until), days)


def foresee(site_days: int) -> Forecast:
    """What would go now, did the site keep conversations for so many days; 0: for ever."""
    return _count(_old(timezone.now(), site_days), site_days)


def list_due(site_days: int | None = None) -> Iterator[Due]:
    """What would go now, and what would but for a reason; the longest untouched first. site_days:
    in place of RETENTION_DAYS."""
    now = timezone.now()
    old = (
        _old(now, site_days)
        .select_related("owner", "team")
        .annotate(on_hold=ExpressionWrapper(held(), BooleanField()), is_active=Exists(_active()))
    )
    for conversation in old.iterator():
        days = days_to_keep(conversation, site_days)
        if days is not None and _is_over(conversation, days, now):
            why = _words(on_hold=conversation.on_hold, is_active=conversation.is_active)
            yield Due(conversation, days, why)


def apply_retention() -> int:
    """→ how many went, at most AT_ONCE; call again until none does. One entry in the audit log is
    for all of them."""
    now, gone = timezone.now(), Counter[int]()
    ids = []
    with transaction.atomic():
        wait_for_turn()
        old = not_held(_old(now)).exclude(Exists(_active())).select_related("team")
        for conversation in old.select_for_update(of=("self",))[:AT_ONCE]:
            days = days_to_keep(conversation)
            if days is None or not _is_over(conversation, days, now):
                continue
            if not _why_it_stays(conversation):  # it is locked now, and may have changed before
                gone[days] += 1
                ids.append(conversation.pk)
                purge(conversation)
        if gone:
            counts = sorted(gone.items())
            detail = ", ".join(f"{count} not touched for {days} days" for days, count in counts)
            record(AuditEntry.Action.EXPIRED, actor=None, detail=detail)
    for conversation_id in ids:
        announce_change(conversation_id)
    return len(ids)


def list_old_texts() -> QuerySet[ApiGeneration]:
    """What programs asked for so long ago that its texts would go now."""
    now = timezone.now()
    shorter = Team.objects.exclude(retention_days=None).values_list("retention_days", flat=True)
    is_old = Q(pk__in=[])
    for days in filter(None, set(shorter)):
        is_old |= Q(team__retention_days=days, created_at__lte=now - timedelta(days=days))
    if settings.RETENTION_DAYS:
        is_old |= Q(created_at__lte=now - timedelta(days=settings.RETENTION_DAYS))
    return ApiGeneration.objects.with_texts().exclude(status="active").filter(is_old)


def forget_old_texts() -> int:
    """→ of how many requests, at most AT_ONCE; call again until there is none."""
    with transaction.atomic():
        wait_for_turn()
        ids = list(list_old_texts().values_list("pk", flat=True)[:AT_ONCE])
        if ids:
            detail = f"texts of {len(ids)} requests of programs"
            record(AuditEntry.Action.EXPIRED, actor=None, detail=detail)
            ApiGeneration.objects.filter(pk__in=ids).forget_texts()
    return len(ids)


def _count(old: QuerySet[Conversation], days: int) -> Forecast:
    going = not_held(old).exclude(Exists(_active())).order_by()
    touched = {"oldest": Min("updated_at"), "newest": Max("updated_at")}
    return Forecast(
        days=days,
        held=old.filter(held()).count(),
        waiting=not_held(old).filter(Exists(_active())).count(),
        **going.aggregate(going=Count("pk"), **touched),
    )


def _old(now: datetime, site_days: int | None = None) -> QuerySet[Conversation]:
    """Those that a rule may be about. site_days: in place of RETENTION_DAYS."""
    days = Cast("team__retention_days", IntegerField())  # else SQLite refuses to multiply
    for_team = ExpressionWrapper(days * Value(A_DAY), DurationField())
    until = ExpressionWrapper(F("updated_at") + for_team, DateTimeField())
    conversations = Conversation.objects.annotate(team_until=until)
    is_old = Q(team_until__lte=now)
    site_days = settings.RETENTION_DAYS if site_days is None else site_days
    if site_days:
        is_old |= Q(updated_at__lte=now - timedelta(days=site_days))
    return conversations.filter(is_old).order_by("updated_at", "pk")


def _is_over(conversation: Conversation, days: int, now: datetime) -> bool:
    return conversation.updated_at <= now - timedelta(days=days)


def _why_it_stays(conversation: Conversation) -> str:
    is_active = conversation.generations.active().exists()
    return _words(on_hold=is_held(conversation), is_active=is_active)


def _words(*, on_hold: bool, is_active: bool) -> str:
    if on_hold:
        return "legal hold"
    return "a reply is being written" if is_active else ""


def _active() -> QuerySet[Generation]:
    return Generation.objects.active().filter(conversation=OuterRef("pk"))
