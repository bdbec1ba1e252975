"""Whose an e-mail address is.

`User.email` is where mail reaches somebody, and no two accounts have the same one. Whoever names an
address that another account has is not told so: it waits in allauth's `EmailAddress`, unverified,
and only a link sent to it can bring it over. So typing addresses finds nobody, and an address typed
first is not kept from who can read its mail.
"""

from __future__ import annotations

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.alerts import ADDRESS_CHANGED, tell_owner
from accounts.models import User


def claim(user: User, email: str, *, is_verified: bool = False) -> None:
    """The first address of an account, or another in its place."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).delete()
        user.email = ""
        if not email:
            user.save(update_fields=["email"])
            return
        address = EmailAddress(user=user, email=email.lower(), verified=is_verified)
        if is_verified and is_proven_by_another(address):
            address.verified = False
        if address.verified:
            make_way(address)
        address.primary = _take(user, address.email)
        address.save()


def change(user: User, email: str) -> None:
    """As its owner wishes: at once, or when a link that was sent there is followed."""
    email = email.lower()
    if email == user.email:
        EmailAddress.objects.filter(user=user).exclude(email=email).delete()
        if email and settings.EMAIL_VERIFICATION != "off" and not is_verified(user):
            ask_for_proof(user)
    elif not email or settings.EMAIL_VERIFICATION == "off":
        before = user.email
        claim(user, email)
        if before:
            tell_owner(user, ADDRESS_CHANGED, email=before)
    elif settings.EMAIL_VERIFICATION == "optional" and not is_verified(user):
        claim(user, email)
        ask_for_proof(user)
    elif email == waiting(user):
        ask_for_proof(user)
    else:
        EmailAddress.objects.add_new_email(context.request, user, email)


def ask_for_proof(user: User) -> None:
    """Sends a link to the address that waits; throttled."""
    address = EmailAddress.objects.get_new(user)
    if address is not None:
        send_verification_email_to_address(context.request, address)


def waiting(user: User) -> str:
    """The address that is not theirs yet."""
    address = EmailAddress.objects.get_new(user)
    return address.email if address and address.email != user.email else ""


def is_verified(user: User, email: str | None = None) -> bool:
    """email: another than the one where mail reaches them."""
    email = user.email if email is None else email
    return EmailAddress.objects.filter(user=user, email=email, verified=True).exists()


def is_proven_by_another(address: EmailAddress) -> bool:
    """Then no link leads to it any more."""
    return not address.can_set_verified()


def make_way(address: EmailAddress) -> None:
    """Take it from whoever only typed it, for who can read its mail."""
    others = EmailAddress.objects.filter(email=address.email, verified=False)
    others.exclude(user_id=address.user_id).update(primary=False)
    User.objects.filter(email=address.email).exclude(pk=address.user_id).update(email="")


def _take(user: User, email: str) -> bool:
    """Whether it was free."""
    user.email = email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        user.email = ""
        return False
    return True
