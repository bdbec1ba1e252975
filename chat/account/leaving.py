"""Deleting what somebody has here, for good: all conversations, or the whole account.

In batches, each a transaction: who has thousands keeps nobody else waiting, and who is interrupted
goes on by asking again.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import administrators
from accounts.exceptions import CannotLeave
from accounts.models import User
from accounts.quota import forget_quotas
from accounts.sessions import end_sessions
from chat.api_endings import stop_api_generation
from chat.exceptions import NeedsSuccessor
from chat.forgetting import (
    AT_ONCE,
    forget_later,
    list_recent,
    list_recent_replies,
    stop_replies,
)
from chat.models import Conversation, Generation
from chat.models.generations import GenerationQuerySet
from chat.notices import announce_change
from chat.privacy.audit import Action, record, wait_for_turn
from chat.privacy.holds import not_held
from chat.team_endings import NO_STORE, close_teams_alone_in, delete_teams, hand_on, leave_teams
from inference.exceptions import StoreUnavailable


def delete_conversations(user: User) -> int:
    """→ how many. Those of teams are the teams'. What a legal hold keeps is deleted for its owner
    alone. Raises StoreUnavailable while Redis is away: then some may be left."""
    _stop(user)
    told = list_recent_replies(_own_generations(user))
    count = 0
    own = user.conversations.personal()
    going = not_held(own)
    while ids := list(going.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            wait_for_turn()
            not_held(own.filter(pk__in=ids)).delete()
        for conversation_id in ids:
            announce_change(conversation_id)
        count += len(ids)
    count += _hide(own.visible())
    user.tags.filter(conversations=None).delete()
    forget_later(told)
    return count


def delete_account(
    user: User, *, successor: User | None, teams_told: Collection[str] | None = None
) -> None:
    """With all that is theirs, and the teams in which nobody else is; other teams keep what was
    begun there. teams_told: the ids of those that go too, as the page said it. Raises
    NeedsSuccessor, LastOwner or Held, and then nothing is deleted, or StoreUnavailable, and then
    some is; after TeamsChanged their account is there, and perhaps no more."""
    check_successor(user, successor)
    teams = close_teams_alone_in(user, teams_told)
    delete_conversations(user)
    delete_teams(teams, user)
    told = list_recent(user.api_generations.all())
    while ids := list(user.api_generations.values_list("pk", flat=True)[:AT_ONCE]):
        user.api_generations.filter(pk__in=ids).delete()
    forget_later(told)
    with transaction.atomic():
        check_successor(user, successor, is_locked=True)
        if successor is not None and needs_successor(user):
            User.objects.filter(pk=successor.pk).update(is_staff=True, is_superuser=True)
        hand_on(user)
        end_sessions(user)
        user_id = user.pk
        User.objects.get(pk=user.pk).delete()
    forget_quotas(user_id)


def leave_for(user: User, *, by: User) -> None:
    """What settings.ACCOUNT_LEAVING names: before an administrator deletes an account, in the
    transaction that does. Raises CannotLeave, and then replies may be stopped."""
    count = user.conversations.personal().count()
    record(Action.DELETED, actor=by, about=user, detail=f"conversations: {count:,}")
    leave_teams(user)
    try:
        _stop(user)
    except StoreUnavailable as error:
        raise CannotLeave(NO_STORE) from error
    told = [
        *list_recent_replies(_own_generations(user)),
        *list_recent(user.api_generations.all()),
    ]
    transaction.on_commit(partial(forget_later, told))
    transaction.on_commit(partial(forget_quotas, user.pk))


def _hide(held: QuerySet[Conversation]) -> int:
    """As if each had been deleted by itself: they go when they are released."""
    ids = list(held.values_list("pk", flat=True))
    held.filter(pk__in=ids).update(deleted_at=timezone.now())
    for conversation_id in ids:
        announce_change(conversation_id)
    return len(ids)


def needs_successor(user: User) -> bool:
    """The last administrator of a site with other people."""
    return administrators.are_needed([user])


def check_successor(user: User, successor: User | None, *, is_locked: bool = False) -> None:
    """is_locked: two administrators cannot leave at once, each relying on the other."""
    if is_locked:
        administrators.lock()
    if not needs_successor(user):
        return
    if successor is None or successor.pk == user.pk or not successor.is_active:
        raise NeedsSuccessor


def _stop(user: User) -> None:
    """What is being written for them is written no further."""
    stop_replies(_own_generations(user))
    for generation_id in user.api_generations.active().values_list("pk", flat=True):
        stop_api_generation(str(generation_id))


def _own_generations(user: User) -> GenerationQuerySet:
    return Generation.objects.filter(conversation__owner=user, conversation__team=None)
