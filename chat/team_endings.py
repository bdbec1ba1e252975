"""What becomes of teams and their conversations when a team is deleted, or the account of somebody
in it.

A team keeps what was begun in it: who began it goes, and one of its owners stands there instead. A
team with nobody else in it goes with the last of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.exceptions import CannotLeave, LastOwner
from accounts.models import Team, User
from accounts.quota import forget_quotas
from accounts.teams import invitations, services
from chat.exceptions import Held, TeamsChanged
from chat.forgetting import AT_ONCE, forget_later, list_recent_replies, stop_replies
from chat.models import ApiGeneration, AuditEntry, Conversation, Generation
from chat.models.generations import GenerationQuerySet
from chat.notices import announce_change
from chat.privacy.audit import record, wait_for_turn
from chat.privacy.holds import holds_back, not_held
from chat.privacy.policy import held
from inference.exceptions import StoreUnavailable

NO_STORE = "Redis cannot be reached just now. Try again."  # to an administrator


def is_kept(team: Team) -> bool:
    """A legal hold is on one of its conversations."""
    return team.conversations.filter(held()).exists()


def delete_team(team: Team, *, of_only: User | None = None, by_staff: User | None = None) -> None:
    """With all its conversations, and the texts of what programs asked for it, for good. In
    batches, each a transaction: whoever is interrupted goes on by asking again. of_only: while
    nobody but them is in it. by_staff: who goes into the audit log with it. Raises Held, and then
    nothing is deleted, or StoreUnavailable or TeamsChanged, and then some may be."""
    if is_kept(team):
        raise Held
    stop_replies(_generations(team))
    told = list_recent_replies(_generations(team))
    while not _delete_if_empty(team, of_only, by_staff):
        _delete_conversations(team)
    forget_later(told)
    forget_quotas(team.pk)


def leave_teams(user: User) -> None:
    """Before an administrator deletes an account. Raises CannotLeave."""
    try:
        delete_teams(close_teams_alone_in(user), user)
        with transaction.atomic():
            hand_on(user)
    except (LastOwner, Held, TeamsChanged) as error:
        raise CannotLeave(str(error)) from error
    except StoreUnavailable as error:
        raise CannotLeave(NO_STORE) from error


def check_can_leave(user: User) -> None:
    """Raises LastOwner, or Held for what they said, or for a team that would go with them."""
    if any(services.list_to_hand_on(user)):
        raise LastOwner
    alone_in = services.list_alone_in(user)
    staying = _list_begun_in(user).exclude(pk__in=alone_in.values("pk"))
    if any(services.find_heir(team, user) is None for team in staying):
        raise LastOwner
    if holds_back(user) or any(map(is_kept, alone_in)):
        raise Held


@transaction.atomic
def close_teams_alone_in(user: User, told: Collection[str] | None = None) -> list[Team]:
    """→ those that go with them; nobody joins one by a link any more. told: their ids, as the page
    said it. Raises as check_can_leave, or TeamsChanged when these are not the same."""
    _lock(Team.objects.of(user))
    check_can_leave(user)
    alone_in = list(services.list_alone_in(user))
    if told is not None and {str(team.pk) for team in alone_in} != {*told}:
        raise TeamsChanged
    for team in alone_in:
        invitations.revoke_all(team)
    return alone_in


def delete_teams(teams: Iterable[Team], of_only: User) -> None:
    """Raises as delete_team."""
    for team in teams:
        delete_team(team, of_only=of_only)


def hand_on(user: User) -> None:
    """What they began in teams. Call it in the transaction that deletes their account: nothing is
    begun in their name meanwhile. Raises LastOwner, or TeamsChanged when all others have left one a
    moment ago: it would be nobody's."""
    _lock(Team.objects.filter(Q(memberships__user=user) | Q(conversations__owner=user)))
    User.objects.select_for_update().get(pk=user.pk)
    if any(services.list_to_hand_on(user)):
        raise LastOwner
    if services.list_alone_in(user).exists():
        raise TeamsChanged
    for team in _list_begun_in(user):
        heir = services.find_heir(team, user)
        if heir is None:  # all others left a moment ago
            raise LastOwner
        team.conversations.filter(owner=user).update(owner=heir)


def _lock(teams: QuerySet[Team]) -> None:
    """In the order of their ids, so that two who leave at once do not wait for each other."""
    locked = Team.objects.filter(pk__in=teams.values("pk")).order_by("pk")
    list(locked.select_for_update())


def _list_begun_in(user: User) -> QuerySet[Team]:
    """Those in which something must have another owner when they go."""
    return Team.objects.filter(Exists(user.conversations.filter(team=OuterRef("pk"))))


def _delete_conversations(team: Team) -> None:
    going = not_held(Conversation.objects.filter(team=team))
    while ids := list(going.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            wait_for_turn()
            not_held(Conversation.objects.filter(pk__in=ids)).delete()
        for conversation_id in ids:
            announce_change(conversation_id)


@transaction.atomic
def _delete_if_empty(team: Team, of_only: User | None, by_staff: User | None) -> bool:
    """False: there are conversations in it, perhaps begun just now. The log tells only of what is
    deleted. Raises Held or TeamsChanged."""
    services.lock(team.pk)
    if of_only is not None and team.memberships.exclude(user=of_only).exists():
        raise TeamsChanged
    if is_kept(team):
        raise Held
    if team.conversations.exists():
        return False
    if by_staff is not None:
        record(AuditEntry.Action.DELETED, actor=by_staff, about=team, detail=team.name)
    ApiGeneration.objects.filter(team=team).with_texts().forget_texts()
    Team.objects.filter(pk=team.pk).delete()
    return True


def _generations(team: Team) -> GenerationQuerySet:
    return Generation.objects.filter(conversation__team=team)
