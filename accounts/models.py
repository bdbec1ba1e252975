"""The user, custom from the first migration on, invitations, and the keys of programs."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_NAME_CHARACTERS = 100
ADDRESS_CHARACTERS = 254  # of e-mail: as many as the columns hold


class CaseInsensitiveUserManager(UserManager["User"]):
    """Finds Alice whether she types Alice or alice."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)

    async def aget_by_natural_key(self, username: str | None) -> User:
        return await self.aget(username__iexact=username)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Small letters throughout: there are no two mailboxes that differ in case alone."""
        return super().normalize_email(email).lower()


class User(AbstractUser):
    """Somebody who may sign in. `is_founder` marks the first account of an empty site."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device has it")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class TextSize(models.TextChoices):
        SMALL = "small", _("Small")
        NORMAL = "normal", _("Normal")
        LARGE = "large", _("Large")
        LARGER = "larger", _("Larger")

    class SendKey(models.TextChoices):
        ENTER = "enter", _("Enter")
        CTRL_ENTER = "ctrl_enter", _("Ctrl+Enter (⌘+Enter); Enter begins a new line")

    # Null, not False, for everybody else: at most one True is what the constraint is about.
    is_founder = models.BooleanField(null=True, default=None, editable=False)
    # Here and not in a table of their own: every page needs them before it is painted.
    theme = models.CharField(
        _("colours"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM
    )
    text_size = models.CharField(
        _("text size"), max_length=6, choices=TextSize.choices, default=TextSize.NORMAL
    )
    send_key = models.CharField(
        _("send with"), max_length=10, choices=SendKey.choices, default=SendKey.ENTER
    )
    # Empty: as the browser asks.
    language = models.CharField(max_length=8, blank=True, default="", editable=False)
    # Since when an administrator is to decide about this account, which is not active until then.
    waiting_since = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[CaseInsensitiveUserManager] = CaseInsensitiveUserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="username_unique_ignoring_case",
                violation_error_message=_("This name is taken."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="email_unique_ignoring_case",
                violation_error_message=_("This e-mail address belongs to another account."),
            ),
            models.UniqueConstraint(
                fields=["is_founder"], condition=Q(is_founder=True), name="one_founder"
            ),
        )

    @property
    def shown_name(self) -> str:
        """What others and the page call them."""
        return self.get_full_name() or self.username


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self) -> Self:
        """Those that open the door now."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Lets one person make an account. What stands in its link is made from its id, see
    accounts.invitations; nothing here opens a door."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        USED = "used", "Used"
        EXPIRED = "expired", "Expired"
        REVOKED = "revoked", "Revoked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail", blank=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("expires")
    used_at = models.DateTimeField("used", null=True, editable=False)
    used_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField("revoked", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.email or f"of {self.created_at:%Y-%m-%d}"

    @property
    def state(self) -> State:
        if self.used_at is not None:
            return self.State.USED
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def usable(self) -> Self:
        """Those that open the door now."""
        lasting = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(lasting, revoked_at=None, owner__is_active=True)

    def revoke(self) -> int:
        """→ how many of them were not revoked before"""
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())


class ApiKey(models.Model):
    """Lets a program act for its owner. The secret itself is nowhere: it was shown once.

    prefix is how the secret begins: enough to recognise it, useless without the rest. digest is the
    SHA-256 of the whole. keeps_text: its owner wants prompts and replies kept with the usage.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")
        DISABLED = "disabled", _("Owner disabled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=KEY_NAME_CHARACTERS)
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    keeps_text = models.BooleanField("keeps texts", default=False)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("expires", null=True, blank=True)
    last_used_at = models.DateTimeField("last used", null=True, editable=False)
    revoked_at = models.DateTimeField("revoked", null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def state(self) -> State:
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.expires_at is not None and self.expires_at <= timezone.now():
            return self.State.EXPIRED
        return self.State.ACTIVE if self.owner.is_active else self.State.DISABLED
