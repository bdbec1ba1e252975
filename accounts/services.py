"""What makes an account. Two first sign-ups at once make one administrator, on any database."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import addresses, invitations
from accounts.exceptions import InvitationNeeded, SignUpClosed
from accounts.models import User


def is_sign_up_open(invitation_id: UUID | None = None) -> bool:
    """An empty site always takes its first account."""
    if settings.SIGN_UP in ("open", "approval"):
        return True
    if settings.SIGN_UP == "invitation" and invitations.is_usable(invitation_id):
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
    is_email_verified: bool = False,
) -> User:
    """The first account of an empty site administers it. Without a password nobody can sign in by
    one.

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
        invited = settings.SIGN_UP != "open" and invitations.take(invitation_id)
        if settings.SIGN_UP == "invitation" and not invited:
            raise InvitationNeeded
        if settings.SIGN_UP == "approval" and not invited:
            user.is_active, user.waiting_since = False, timezone.now()
        _save(user, email, is_email_verified, is_founder=None)
        if invited and invitation_id:
            invitations.note_user(invitation_id, user)
    return user


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
