"""What makes an account. Two first sign-ups at once make one administrator, on any database."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.exceptions import SignUpClosed
from accounts.models import User


def is_sign_up_open() -> bool:
    """An empty site always takes its first account."""
    return settings.SIGNUP_OPEN or is_empty()


def is_empty() -> bool:
    """Nobody has an account yet."""
    return not User.objects.exists()


def sign_up(*, username: str, email: str, password: str) -> User:
    """The first account of an empty site administers it.

    Raises SignUpClosed, and IntegrityError when the name was taken a moment ago.
    """
    user = User(username=User.normalize_username(username), email=email)
    user.set_password(password)
    if is_empty():
        try:
            return _save_founder(user)
        except IntegrityError:
            pass  # Somebody was first between the question and the answer.
    if not settings.SIGNUP_OPEN:
        raise SignUpClosed
    user.is_founder, user.is_staff, user.is_superuser = None, False, False
    with transaction.atomic():
        user.save(force_insert=True)
    return user


def _save_founder(user: User) -> User:
    user.is_founder, user.is_staff, user.is_superuser = True, True, True
    with transaction.atomic():
        user.save(force_insert=True)
    return user
