"""Links by which one person may make an account: made, shown again, mailed, taken once.

Two kinds of link lead to the same invitation. One is shown to who invites, the other goes by mail
only: who comes by it has read the mail, so the address needs no proof any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.models import Invitation, User
from accounts.signed_ids import make_token, read_token

SHOWN, MAILED = "accounts.invitations", "accounts.invitations.mailed"
SESSION_KEY = "invitation"
LIFETIME_DAYS = 7
LONGEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Brought:
    """An invitation with which somebody came. is_mailed: by the link in the mail."""

    invitation: Invitation
    is_mailed: bool


def invite(*, by: User | None, email: str = "", days: int = LIFETIME_DAYS) -> Invitation:
    return Invitation.objects.create(invited_by=by, email=email.lower(), expires_at=expiry(days))


def expiry(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def path_of(invitation: Invitation, purpose: str = SHOWN) -> str:
    return reverse("invited", args=[make_token(invitation.pk, purpose=purpose)])


def send(invitation: Invitation, *, site_url: str) -> None:
    """site_url: without a slash at its end."""
    context = {
        "url": site_url + path_of(invitation, MAILED),
        "days": max(1, (invitation.expires_at - timezone.now()).days),
        "inviter": invitation.invited_by.shown_name if invitation.invited_by else "",
    }
    mail.send("accounts/email/invitation", invitation.email, context)


def find(token: str) -> Brought | None:
    """Only what can still be used."""
    for purpose in (SHOWN, MAILED):
        invitation_id = read_token(token, purpose=purpose)
        if invitation_id is not None:
            return _usable(invitation_id, is_mailed=purpose == MAILED)
    return None


def keep(request: HttpRequest, brought: Brought) -> None:
    """Until this browser has signed up, which may lead by way of another site."""
    request.session[SESSION_KEY] = [str(brought.invitation.pk), brought.is_mailed]


def kept(request: HttpRequest) -> Brought | None:
    invitation_id, is_mailed = request.session.get(SESSION_KEY) or (None, False)
    return _usable(UUID(invitation_id), is_mailed=is_mailed) if invitation_id else None


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def is_usable(invitation_id: UUID | None) -> bool:
    return (
        invitation_id is not None and Invitation.objects.usable().filter(pk=invitation_id).exists()
    )


def take(invitation_id: UUID | None) -> bool:
    """Once, also when two come with it at the same moment."""
    if invitation_id is None:
        return False
    usable = Invitation.objects.usable().filter(pk=invitation_id)
    return bool(usable.update(used_at=timezone.now()))


def note_user(invitation_id: UUID, user: User) -> None:
    Invitation.objects.filter(pk=invitation_id).update(used_by=user)


def _usable(invitation_id: UUID, *, is_mailed: bool) -> Brought | None:
    found = Invitation.objects.usable().filter(pk=invitation_id).first()
    return Brought(found, is_mailed) if found else None
