"""What an administrator decides about somebody who signed up, and tells them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from accounts import mail
from accounts.models import User


def approve(user: User, request: HttpRequest) -> bool:
    """Whether it was still to be decided."""
    waiting = User.objects.filter(pk=user.pk, waiting_since__isnull=False)
    if not waiting.update(is_active=True, waiting_since=None):
        return False
    _tell(user, "approved", {"url": request.build_absolute_uri(reverse("login"))})
    return True


def refuse(user: User, request: HttpRequest) -> bool:
    """Whether it was still to be decided. Nothing is kept, so the name is free again."""
    deleted, _ = User.objects.filter(pk=user.pk, waiting_since__isnull=False).delete()
    if deleted:
        _tell(user, "refused", {})
    return bool(deleted)


def _tell(user: User, what: str, context: dict[str, str]) -> None:
    """In their language, not in that of the administrator."""
    if not user.email:
        return
    with translation.override(user.language or translation.get_language()):
        mail.send(f"accounts/email/{what}", user.email, {"user": user, **context})
