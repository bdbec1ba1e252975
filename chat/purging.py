"""What was deleted, and not taken back, goes for good: its rows, what waits in it, and what Redis
has of its replies. Knows no user."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from chat.exceptions import Held
from chat.models import Conversation, Generation, LastSeen, Rerun, SavedPrompt, Tag
from chat.privacy.audit import wait_for_turn
from chat.privacy.holds import is_held, not_held
from chat.selectors import NEWS_KEPT
from inference.client import forget, request_stop
from inference.exceptions import StoreUnavailable

logger = logging.getLogger(__name__)

AT_ONCE = 100  # the rest waits for the next round: replies are saved by the same worker


def purge_due() -> None:
    """Those deleted longer than DELETE_UNDO_SECONDS ago. Raises StoreUnavailable or
    OperationalError; what is left is for the next round."""
    before = timezone.now() - timedelta(seconds=settings.DELETE_UNDO_SECONDS)
    due = not_held(Conversation.objects.filter(deleted_at__lte=before)).order_by("deleted_at")
    for conversation_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            _purge_if_due(conversation_id, before)
        except (StoreUnavailable, OperationalError):
            raise
        except Exception:
            logger.exception("Conversation %s could not be purged", conversation_id)
    SavedPrompt.objects.filter(deleted_at__lte=before).delete()


def forget_old_news() -> None:
    """What can be unread to nobody any more need not be known as seen."""
    LastSeen.objects.filter(replied_at__lt=timezone.now() - NEWS_KEPT).delete()


def purge(conversation: Conversation) -> None:
    """Now. Call in a transaction that has its turn (`wait_for_turn`); the replies in it have ended,
    or nobody is to save them. Raises Held."""
    if is_held(conversation):
        raise Held
    ended = conversation.generations.exclude(status=Generation.Status.ACTIVE)
    ids = list(ended.values_list("pk", flat=True))
    reruns = list(Rerun.objects.filter(generation__conversation=conversation))
    owner_id = conversation.owner_id
    conversation.delete()
    Tag.objects.filter(owner=owner_id, conversations=None).delete()
    transaction.on_commit(lambda: _forget(ids, reruns))


def _purge_if_due(conversation_id: UUID, before: datetime) -> None:
    with transaction.atomic():
        wait_for_turn()
        due = Conversation.objects.select_for_update().filter(deleted_at__lte=before)
        conversation = due.filter(pk=conversation_id).first()
        if conversation is None:
            return  # somebody took it back a moment ago
        active = list(conversation.generations.active())
        if not active and not is_held(conversation):
            purge(conversation)
    for generation in active:  # Redis was away when it was deleted; it goes in a later round
        request_stop(str(generation.pk))


def _forget(generation_ids: Iterable[UUID], reruns: Sequence[Rerun]) -> None:
    """One that a worker is making again goes when its outcome comes, in two steps."""
    try:
        for rerun in reruns:
            if rerun.is_active:
                request_stop(str(rerun.pk))
        forget(str(one) for one in (*generation_ids, *(rerun.pk for rerun in reruns)))
    except StoreUnavailable as error:
        logger.warning("Redis forgets deleted replies only by itself, in minutes: %s", error)
