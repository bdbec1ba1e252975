"""What replies take of quotas: of whoever asked for them, and of the team. Knows no limit."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts.exceptions import QuotaUnavailable
from accounts.models import Team
from accounts.quota import PayerId, charge_tokens, give_back_request
from chat.models import ApiGeneration, Generation

logger = logging.getLogger(__name__)

LONGEST = timedelta(days=1)  # no reply takes so long, and there is an index of their beginnings
COUNTS = "prompt_token_count", "completion_token_count"


def payer_of(generation: Generation) -> int | None:
    """Whoever asked for it. A conversation without a team has one writer, its owner. `None`: their
    account is gone."""
    if generation.conversation.team_id is None:
        return generation.conversation.owner_id
    return generation.requested_by_id


def charge(generation: Generation) -> None:
    """Once, however often it is called; after the commit."""
    team_id = generation.conversation.team_id
    _charge(payer_of(generation), str(generation.pk), generation.token_count, team_id)


def charge_api(answer: ApiGeneration) -> None:
    """As charge."""
    _charge(answer.owner_id, str(answer.pk), answer.token_count, answer.team_id)


def _charge(payer_id: int | None, reply_id: str, count: int, team_id: UUID | None) -> None:
    try:
        charge_tokens(payer_id, reply_id, count, team_id=team_id)
    except QuotaUnavailable:
        logger.warning("Redis is away: nobody is charged for reply %s", reply_id)


def give_back(payer_id: int, request_id: str, team: Team | None = None) -> None:
    """What was taken for a request that was refused for another reason."""
    try:
        give_back_request(payer_id, request_id=request_id, team=team)
    except QuotaUnavailable:
        logger.warning("Redis is away: a refused request counts for a minute")


def list_token_usage(payer_id: PayerId, since: datetime) -> Iterator[tuple[str, int]]:
    """Each reply that they asked for, or that was asked for in the team, and has ended since then,
    and its tokens."""
    ended = Generation.objects.filter(
        conversation__updated_at__gte=since,  # there is an index of it, and each ending touches it
        finished_at__gte=since,
    ).only(*COUNTS)
    answers = ApiGeneration.objects.filter(
        created_at__gte=since - LONGEST, finished_at__gte=since
    ).only(*COUNTS)
    if isinstance(payer_id, UUID):
        yield from _counted(ended.filter(conversation__team=payer_id))
        yield from _counted(answers.filter(team=payer_id))
        return
    yield from _counted(ended.filter(conversation__owner=payer_id, conversation__team=None))
    in_teams = ended.filter(conversation__team__isnull=False)
    yield from _counted(in_teams.filter(requested_by=payer_id))
    yield from _counted(answers.filter(owner=payer_id))


def _counted(
    replies: QuerySet[Generation] | QuerySet[ApiGeneration],
) -> Iterator[tuple[str, int]]:
    for reply in replies:
        yield str(reply.pk), reply.token_count
