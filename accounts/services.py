"""What makes an account. Two first sign-ups at once make one administrator, on any database."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import addresses, alerts, invitations
from accounts.exceptions import InvitationNeeded, SignUpClosed
from accounts.models import User
from accounts.teams import invitations as team_invitations


def is_sign_up_open(
    invitation_id: UUID | None = None, team_invitation_id: UUID | None = None
) -> bool:
    """An empty site always takes its first account."""
    if settings.SIGN_UP in ("open", "approval"):
        return True
    if settings.SIGN_UP == "invitation" and (
        invitations.is_usable(invitation_id) or team_invitations.may_sign_up(team_invitation_id)
    ):
        return True
    return is_empty()


def is_empty() -> bool:
    """Nobody has an account yet."""
    return not User.objects.exists()


def sign_up(
    *,
    username: str,
    email: str,
    password: str | None,
    first_name: str = "",
    invitation_id: UUID | None = None,
    team_invitation_id: UUID | None = None,
    is_email_verified: bool = False,
) -> User:
    """The first account of an empty site administers it. Without a password nobody can sign in by
    one. team_invitation_id: by itself it lets nobody into the team.

    Raises SignUpClosed, and IntegrityError when the name was taken a moment ago.
    """
    user = User(username=User.normalize_username(username), first_name=first_name)
    user.set_password(password)  # and takes as long whether the address is somebody's or not
    if is_empty():
        try:
            return _save(user, email, is_email_verified, is_founder=True)
        except IntegrityError:
            pass  # Somebody was first between the question and the answer.
    if settings.SIGN_UP == "closed":
        raise SignUpClosed
    with transaction.atomic():
        by_team = _is_invited_by_team(invitation_id, team_invitation_id)
        invited = by_team or (settings.SIGN_UP != "open" and invitations.take(invitation_id))
        if settings.SIGN_UP == "invitation" and not invited:
            raise InvitationNeeded
        if settings.SIGN_UP == "approval" and not invited:
            user.is_active, user.waiting_since = False, timezone.now()
        _save(user, email, is_email_verified, is_founder=None)
        if (
            by_team
            and team_invitation_id
            and not team_invitations.keep_for(team_invitation_id, user)
        ):
            raise InvitationNeeded
        if invited and not by_team and invitation_id:
            invitations.note_user(invitation_id, user)
    if user.waiting_since is not None:
        alerts.tell_administrators_of_waiting(user)
    return user


def _is_invited_by_team(invitation_id: UUID | None, team_invitation_id: UUID | None) -> bool:
    """An invitation to the site goes first: that to the team is for somebody else then, too."""
    if settings.SIGN_UP == "open" or invitations.is_usable(invitation_id):
        return False
    return team_invitations.may_sign_up(team_invitation_id)


def _save(user: User, email: str, is_email_verified: bool, *, is_founder: bool | None) -> User:
    user.is_founder, user.is_staff, user.is_superuser = (
        is_founder,
        bool(is_founder),
        bool(is_founder),
    )
    with transaction.atomic():
        user.save(force_insert=True)
        addresses.claim(user, email, is_verified=is_email_verified)
    return user
