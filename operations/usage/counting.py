"""Each reply that has ended becomes one row of numbers. Counting again counts nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.models import Team
from chat.models import ApiGeneration, Conversation, Generation
from chat.models.tries import Try
from operations.models import CountedReply

AT_ONCE = 1_000
ENDED = (Try.Status.FINISHED, Try.Status.FAILED)
COLUMNS = (
    *("id", "status", "finish_reason", "error_type", "model", "prompt_token_count"),
    *("completion_token_count", "created_at", "queued_at", "first_token_at", "finished_at"),
)


def count_ended(since: datetime, until: datetime | None = None) -> None:
    """Those that were asked for since then, and are not counted yet."""
    asked = Q(created_at__gte=since)
    if until is not None:
        asked &= Q(created_at__lt=until)
    _keep(chain(_of_pages(asked), _of_programs(asked)))


def not_added_up(since: datetime, until: datetime) -> Iterator[CountedReply]:
    """For those who look before it is: counted or not. Three queries."""
    counted = CountedReply.objects.filter(
        is_added_up=False, asked_at__gte=since, asked_at__lt=until
    )
    ended = Q(created_at__gte=since, created_at__lt=until)
    return chain(counted.iterator(AT_ONCE), _of_pages(ended), _of_programs(ended))


def before_conversation_goes(instance: Conversation, **kwargs: Any) -> None:
    _keep(_of_pages(Q(conversation=instance)))


def before_team_goes(instance: Team, **kwargs: Any) -> None:
    """What programs asked for it stays with their owners, and no longer says for which team."""
    _keep(_of_programs(Q(team=instance)))


def before_request_goes(instance: ApiGeneration, **kwargs: Any) -> None:
    """A program's: by itself, or with the account."""
    if instance.status in ENDED:
        _keep([_of_program(instance)])


def _keep(replies: Iterable[CountedReply]) -> None:
    rest = iter(replies)
    while some := list(islice(rest, AT_ONCE)):
        CountedReply.objects.bulk_create(some, ignore_conflicts=True)


def _of_pages(which: Q) -> Iterator[CountedReply]:
    replies = Generation.objects.filter(which, _not_counted(), status__in=ENDED)
    rows = replies.select_related("conversation").only(
        *COLUMNS, "requested_by", "conversation__team", "conversation__owner"
    )
    for row in rows.iterator(AT_ONCE):
        # Of a turn that is older than its author's account there is only whose conversation it is.
        user = row.requested_by_id or row.conversation.owner_id
        yield _counted(row, CountedReply.Kind.PAGE, user=user, team=row.conversation.team_id)


def _of_programs(which: Q) -> Iterator[CountedReply]:
    answers = ApiGeneration.objects.filter(which, _not_counted(), status__in=ENDED)
    for row in answers.order_by().only(*COLUMNS, "owner", "team").iterator(AT_ONCE):
        yield _of_program(row)


def _of_program(row: ApiGeneration) -> CountedReply:
    return _counted(row, CountedReply.Kind.API, user=row.owner_id, team=row.team_id)


def _not_counted() -> Any:
    return ~Exists(CountedReply.objects.filter(pk=OuterRef("pk")))


def _counted(row: Try, kind: str, *, user: int, team: UUID | None) -> CountedReply:
    rate = row.tokens_per_second
    return CountedReply(
        id=row.pk,
        asked_at=row.created_at,
        kind=kind,
        user=str(user),
        team=str(team or ""),
        model=row.model,
        prompt_tokens=row.prompt_token_count or 0,
        completion_tokens=row.completion_token_count or 0,
        is_stopped=row.finish_reason == Try.FinishReason.STOPPED,
        error_type=row.error_type,
        ttft=row.ttft_seconds,
        gap=1 / rate if rate else None,
    )
