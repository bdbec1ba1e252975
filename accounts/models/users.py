"""The user, custom from the first migration on."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

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
