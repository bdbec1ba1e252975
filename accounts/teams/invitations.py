"""Links by which one person may join a team: made, shown again, mailed, taken once."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from accounts import addresses, mail
from accounts.exceptions import (
    AlreadyInTeam,
    InvitationEnded,
    InvitationForAnother,
    TooManyInvitations,
)
from accounts.invitation_links import Brought, Links
from accounts.invitations import LIFETIME_DAYS, expiry
from accounts.models import Membership, Team, TeamInvitation, User
from accounts.teams import services

MOST_OPEN = 100  # in one team


def _usable() -> QuerySet[TeamInvitation]:
    return TeamInvitation.objects.usable().select_related("team", "invited_by")


links = Links(
    route="teams:join",
    purpose="accounts.teams.invitations",
    session_key="team_invitation",
    usable=_usable,
)
path_of, find, keep, kept, forget = (
    links.path_of,
    links.find,
    links.keep,
    links.kept,
    links.forget,
)


@transaction.atomic
def invite(
    *,
    by: User,
    team_id: UUID,
    role: str = Membership.Role.MEMBER,
    email: str = "",
    days: int = LIFETIME_DAYS,
) -> TeamInvitation:
    """Raises NoSuchTeam, NotAnOwner or TooManyInvitations."""
    team = services.lock_owned(by, team_id)
    if list_open(team).count() >= MOST_OPEN:
        words = gettext("%(count)d invitations are open. Revoke one before you make another.")
        raise TooManyInvitations(words % {"count": MOST_OPEN})
    return TeamInvitation.objects.create(
        team=team, role=role, email=email.lower(), invited_by=by, expires_at=expiry(days)
    )


def list_open(team: Team) -> QuerySet[TeamInvitation]:
    return team.invitations.usable().select_related("invited_by")


def revoke(*, by: User, team_id: UUID, invitation_id: UUID) -> None:
    """Once more is no mistake. Raises NoSuchTeam or NotAnOwner."""
    team = services.get_ownership(by, team_id).team
    team.invitations.filter(pk=invitation_id, used_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )


def revoke_all(team: Team) -> None:
    team.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())


def send(invitation: TeamInvitation, *, site_url: str) -> None:
    """site_url: without a slash at its end."""
    context = {**links.letter(invitation, site_url=site_url), "team": invitation.team.name}
    mail.send("teams/email/invitation", invitation.email, context)


# --- who comes with one ---------------------------------------------------------------------------


def check_for(user: User, brought: Brought[TeamInvitation]) -> None:
    """Whether they may join with it. Raises AlreadyInTeam, InvitationEnded or
    InvitationForAnother."""
    invitation = brought.invitation
    if invitation.team.memberships.filter(user=user).exists():
        raise AlreadyInTeam
    if invitation.used_by_id not in (None, user.pk):
        raise InvitationEnded  # an account was made with it, and that is another
    if invitation.email and not brought.is_mailed and not _owns(user, invitation.email):
        raise InvitationForAnother


@transaction.atomic
def join(user: User, brought: Brought[TeamInvitation]) -> Membership:
    """Once, also when two come with it at the same moment. Raises as check_for."""
    services.lock(brought.invitation.team_id)
    check_for(user, brought)
    usable = TeamInvitation.objects.usable().filter(pk=brought.invitation.pk)
    if not usable.update(used_at=timezone.now(), used_by=user):
        raise InvitationEnded
    if brought.is_mailed:
        _prove(user, brought.invitation.email)
    return Membership.objects.create(
        team=brought.invitation.team, user=user, role=brought.invitation.role
    )


def _owns(user: User, email: str) -> bool:
    """As the site has it: where addresses are proven, only a proven one is theirs."""
    if settings.EMAIL_VERIFICATION == "off":
        return user.email == email
    return addresses.is_verified(user, email)


def _prove(user: User, email: str) -> None:
    """They have read the mail of the address that they named before."""
    named = EmailAddress.objects.filter(user=user, email=email, verified=False).first()
    if named is not None and not addresses.is_proven_by_another(named):
        addresses.claim(user, email, is_verified=True)


# --- making an account ----------------------------------------------------------------------------


def opens_the_site(invitation: TeamInvitation) -> bool:
    """Whether somebody may make an account with it where that takes an invitation: only if whoever
    made it may invite to the site, and one account only."""
    inviter = invitation.invited_by
    if invitation.used_by_id is not None or inviter is None or not inviter.is_staff:
        return False
    return inviter.has_perm("accounts.add_invitation")


def may_sign_up(invitation_id: UUID | None) -> bool:
    if invitation_id is None:
        return False
    usable = TeamInvitation.objects.usable().select_related("invited_by")
    found = usable.filter(pk=invitation_id).first()
    return found is not None and opens_the_site(found)


def keep_for(invitation_id: UUID, user: User) -> bool:
    """Nobody else can use it from now on. False: another account was made with it meanwhile."""
    usable = TeamInvitation.objects.usable().filter(pk=invitation_id, used_by=None)
    return bool(usable.update(used_by=user))
