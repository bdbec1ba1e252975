"""What replies take of their owners' quotas. Knows no limit."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from accounts.exceptions import QuotaUnavailable
from accounts.quota import charge_tokens, give_back_request
from chat.models import ApiGeneration, Generation
from chat.models.tries import Try

logger = logging.getLogger(__name__)


def charge(owner_id: int, ended: Try) -> None:
    """Once, however often it is called; after the commit."""
    try:
        charge_tokens(owner_id, str(ended.pk), ended.token_count)
    except QuotaUnavailable:
        logger.warning("Redis is away: nobody is charged for reply %s", ended.pk)


def give_back(owner_id: int, request_id: str) -> None:
    """What was taken for a request that was refused for another reason."""
    try:
        give_back_request(owner_id, request_id=request_id)
    except QuotaUnavailable:
        logger.warning("Redis is away: a refused request counts for a minute")


def list_token_usage(owner_id: int, since: datetime) -> Iterator[tuple[str, int]]:
    """Each of their replies that has ended since then, and its tokens."""
    counts = "prompt_token_count", "completion_token_count"
    replies = Generation.objects.filter(
        conversation__owner=owner_id,
        conversation__updated_at__gte=since,  # there is an index of it, and each ending touches it
        finished_at__gte=since,
    )
    for reply in replies.only(*counts):
        yield str(reply.pk), reply.token_count
    answers = ApiGeneration.objects.filter(owner=owner_id, finished_at__gte=since)
    for answer in answers.only(*counts):
        yield str(answer.pk), answer.token_count
