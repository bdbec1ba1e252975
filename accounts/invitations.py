"""Links by which one person may make an account: made, shown again, mailed, taken once.

Who comes by the link of the mail has read it, so the address needs no proof any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from accounts import mail
from accounts.invitation_links import Links
from accounts.models import Invitation, User

LIFETIME_DAYS = 7
LONGEST_DAYS = 90


links = Links(
    route="invited",
    purpose="accounts.invitations",
    session_key="invitation",
    usable=Invitation.objects.usable,
)
path_of, find, keep, kept, forget = (
    links.path_of,
    links.find,
    links.keep,
    links.kept,
    links.forget,
)


def invite(*, by: User | None, email: str = "", days: int = LIFETIME_DAYS) -> Invitation:
    return Invitation.objects.create(invited_by=by, email=email.lower(), expires_at=expiry(days))


def expiry(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def send(invitation: Invitation, *, site_url: str) -> None:
    """site_url: without a slash at its end."""
    context = links.letter(invitation, site_url=site_url)
    mail.send("accounts/email/invitation", invitation.email, context)


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


def before_inviter_goes(instance: User, **_about: object) -> None:
    """Without one it would be as the command's, and go on."""
    open_ones = Invitation.objects.open().filter(invited_by=instance)
    open_ones.update(revoked_at=timezone.now())


def note_user(invitation_id: UUID, user: User) -> None:
    Invitation.objects.filter(pk=invitation_id).update(used_by=user)
