"""Who is in a team, in which role. Whoever changes that locks the team first, so that two owners
who degrade each other at the same moment leave one. Knows no page and no conversation."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts.exceptions import LastOwner, NoSuchTeam, NotAnOwner, TooManyTeams
from accounts.models import Membership, Team, User

Role = Membership.Role

MOST_OWNED = 50  # teams of one owner: more is a script
MOST_WORDS = 5  # of a name that is searched for


def list_memberships(user: User) -> QuerySet[Membership]:
    """Their teams by name, each with its `member_count`."""
    memberships = user.memberships.select_related("team").order_by("team__name", "team_id")
    return memberships.annotate(member_count=Count("team__memberships"))


def get_membership(user: User, team_id: UUID) -> Membership:
    """With its team. Raises NoSuchTeam."""
    found = user.memberships.select_related("team").filter(team=team_id).first()
    if found is None:
        raise NoSuchTeam
    return found


def get_ownership(user: User, team_id: UUID) -> Membership:
    """As get_membership, of an owner. Raises NoSuchTeam or NotAnOwner."""
    found = get_membership(user, team_id)
    if not found.may_manage:
        raise NotAnOwner
    return found


def list_members(team: Team, words: str = "") -> QuerySet[Membership]:
    """words: only those in whose names each of them stands."""
    members = team.memberships.select_related("user")
    for word in words.split()[:MOST_WORDS]:
        is_in_name = Q(user__username__icontains=word) | Q(user__first_name__icontains=word)
        members = members.filter(is_in_name | Q(user__last_name__icontains=word))
    return members


def get_member(team: Team, membership_id: int) -> Membership:
    """Raises NoSuchTeam."""
    found = list_members(team).filter(pk=membership_id).first()
    if found is None:
        raise NoSuchTeam
    return found


def may_create(user: User) -> bool:
    return settings.TEAM_CREATION == "everybody" or user.is_staff


@transaction.atomic
def create_team(*, owner: User, name: str) -> Team:
    """Raises NotAnOwner where others make teams, or TooManyTeams."""
    if not may_create(owner):
        raise NotAnOwner(gettext("Teams on this site are made by its administrators."))
    if owner.memberships.filter(role=Role.OWNER).count() >= MOST_OWNED:
        words = gettext("You own %(count)d teams. Delete one, or leave one, before you make more.")
        raise TooManyTeams(words % {"count": MOST_OWNED})
    team = Team.objects.create(name=name)
    Membership.objects.create(team=team, user=owner, role=Role.OWNER)
    return team


@transaction.atomic
def change_role(*, by: User, team_id: UUID, membership_id: int, role: Role) -> Membership:
    """Raises NoSuchTeam, NotAnOwner or LastOwner."""
    team = lock_owned(by, team_id)
    member = get_member(team, membership_id)
    give_role(member, role)
    return member


@transaction.atomic
def remove_member(*, by: User, team_id: UUID, membership_id: int) -> Membership:
    """What they began stays with the team. Raises NoSuchTeam, NotAnOwner or LastOwner."""
    team = lock_owned(by, team_id)
    member = get_member(team, membership_id)
    put_out(member)
    return member


def give_role(member: Membership, role: Role) -> None:
    """Call it with the team locked and the member looked up since. Raises LastOwner."""
    if role != Role.OWNER:
        check_not_last(member)
        _close_links(member)
    member.role = role
    member.save(update_fields=["role"])


def put_out(member: Membership) -> None:
    """As give_role."""
    check_not_last(member)
    _close_links(member)
    member.delete()


@transaction.atomic
def leave(*, user: User, team_id: UUID) -> Team:
    """Raises NoSuchTeam or LastOwner."""
    lock(team_id)
    membership = get_membership(user, team_id)
    check_not_last(membership)
    membership.delete()
    return membership.team


def lock(team_id: UUID) -> None:
    """Until the end of the transaction nobody else changes who is in it."""
    Team.objects.select_for_update().filter(pk=team_id).first()


def lock_owned(owner: User, team_id: UUID) -> Team:
    """By somebody who owns it now, and not only when they opened the page. Raises NoSuchTeam or
    NotAnOwner."""
    lock(team_id)
    return get_ownership(owner, team_id).team


def check_not_last(member: Membership) -> None:
    """Raises LastOwner: without them nobody who can sign in would own the team. Call it with the
    team locked."""
    if member.role == Role.OWNER and not _other_owners(member).exists():
        raise LastOwner


def find_heir(team: Team, leaving: User) -> User | None:
    """Who has owned it for longest, but for whoever leaves. Where no owner can sign in, one who
    cannot; without any, who has been in it for longest."""
    others = team.memberships.exclude(user=leaving).select_related("user")
    owners = others.filter(role=Role.OWNER)
    heir = owners.filter(user__is_active=True).first() or owners.first() or others.first()
    return heir.user if heir else None


def list_to_hand_on(user: User) -> QuerySet[Team]:
    """Those that would be left with members and no owner."""
    others = Membership.objects.filter(team=OuterRef("pk")).exclude(user=user)
    owners = others.filter(role=Role.OWNER, user__is_active=True)
    owned = Team.objects.filter(memberships__user=user, memberships__role=Role.OWNER)
    return owned.filter(Exists(others), ~Exists(owners))


def lock_to_hand_on(user: User) -> list[Team]:
    """As list_to_hand_on, where others can sign in. Until the end of the transaction nobody changes
    who owns any team of theirs: of two owners who are disabled at once, the second is looked at
    after the first."""
    mine = Team.objects.filter(pk__in=user.memberships.values("team")).order_by("pk")
    list(mine.select_for_update())
    others = Membership.objects.filter(team=OuterRef("pk"), user__is_active=True)
    return list(list_to_hand_on(user).filter(Exists(others.exclude(user=user))))


def list_alone_in(user: User) -> QuerySet[Team]:
    """Those with nobody else in them."""
    others = Membership.objects.filter(team=OuterRef("pk")).exclude(user=user)
    return Team.objects.of(user).filter(~Exists(others))


def _close_links(member: Membership) -> None:
    """An owner has seen the links that let anybody in: who is one no more comes back by none. What
    they made themselves stays void, though they own the team again one day."""
    if member.role == Role.OWNER:
        seen = Q(email="") | Q(invited_by=member.user)
        open_ones = member.team.invitations.filter(seen, used_at=None, revoked_at=None)
        open_ones.update(revoked_at=timezone.now())


def _other_owners(member: Membership) -> QuerySet[Membership]:
    owners = Membership.objects.filter(team=member.team_id, role=Role.OWNER, user__is_active=True)
    return owners.exclude(pk=member.pk)
