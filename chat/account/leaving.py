"""Deleting what somebody has here, for good: all conversations, or the whole account.

In batches, each a transaction: who has thousands keeps nobody else waiting, and who is interrupted
goes on by asking again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.quota import forget_quotas
from accounts.sessions import end_sessions
from chat.api_endings import stop_api_generation
from chat.exceptions import Held, NeedsSuccessor
from chat.models import Conversation, Generation
from chat.notices import announce_change
from chat.privacy.audit import wait_for_turn
from chat.privacy.holds import holds_back, not_held
from chat.tasks import forget_generations
from inference.client import request_stop

AT_ONCE = 100
KEPT_IN_REDIS = timedelta(minutes=15)  # after the end of a reply; its log goes after ten

Row = TypeVar("Row", bound=Model)


def delete_conversations(user: User) -> int:
    """→ how many. What a legal hold keeps is deleted for its owner alone. Raises StoreUnavailable
    while Redis is away: then some may be left."""
    _stop(user)
    told = [str(one) for one in _recent(Generation.objects.filter(conversation__owner=user))]
    count = 0
    going = not_held(user.conversations.all())
    while ids := list(going.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            wait_for_turn()
            not_held(user.conversations.filter(pk__in=ids)).delete()
        for conversation_id in ids:
            announce_change(conversation_id)
        count += len(ids)
    count += _hide(user.conversations.visible())
    user.tags.filter(conversations=None).delete()
    _forget(told)
    return count


def delete_account(user: User, *, successor: User | None) -> None:
    """With all that is theirs. Raises NeedsSuccessor or Held, and then nothing is deleted, or
    StoreUnavailable, and then some is."""
    check_successor(user, successor)
    if holds_back(user):
        raise Held
    delete_conversations(user)
    told = [str(one) for one in _recent(user.api_generations.all())]
    while ids := list(user.api_generations.values_list("pk", flat=True)[:AT_ONCE]):
        user.api_generations.filter(pk__in=ids).delete()
    _forget(told)
    with transaction.atomic():
        check_successor(user, successor, is_locked=True)
        if successor is not None and needs_successor(user):
            User.objects.filter(pk=successor.pk).update(is_staff=True, is_superuser=True)
        end_sessions(user)
        user_id = user.pk
        User.objects.get(pk=user.pk).delete()
    forget_quotas(user_id)


def _hide(held: QuerySet[Conversation]) -> int:
    """As if each had been deleted by itself: they go when they are released."""
    ids = list(held.values_list("pk", flat=True))
    held.filter(pk__in=ids).update(deleted_at=timezone.now())
    for conversation_id in ids:
        announce_change(conversation_id)
    return len(ids)


def needs_successor(user: User) -> bool:
    """The last administrator of a site with other people."""
    if not user.is_superuser:
        return False
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    return others.exists() and not others.filter(is_superuser=True).exists()


def check_successor(user: User, successor: User | None, *, is_locked: bool = False) -> None:
    """is_locked: two administrators cannot leave at once, each relying on the other."""
    if is_locked:
        list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk"))
    if not needs_successor(user):
        return
    if successor is None or successor.pk == user.pk or not successor.is_active:
        raise NeedsSuccessor


def _stop(user: User) -> None:
    """What is being written for them is written no further."""
    for generation_id in (
        Generation.objects.active().filter(conversation__owner=user).values_list("pk", flat=True)
    ):
        request_stop(str(generation_id))
    for generation_id in user.api_generations.active().values_list("pk", flat=True):
        stop_api_generation(str(generation_id))


def _recent(generations: QuerySet[Row]) -> Iterable[object]:
    """Those of which Redis may still know something."""
    over = generations.filter(finished_at__lt=timezone.now() - KEPT_IN_REDIS)
    return generations.exclude(pk__in=over.values("pk")).values_list("pk", flat=True)


def _forget(told: list[str]) -> None:
    for start in range(0, len(told), AT_ONCE):
        forget_generations.delay(told[start : start + AT_ONCE])
