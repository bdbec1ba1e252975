"""The user, custom from the first migration on."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class CaseInsensitiveUserManager(UserManager["User"]):
    """Finds Alice whether she types Alice or alice."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)

    async def aget_by_natural_key(self, username: str | None) -> User:
        return await self.aget(username__iexact=username)


class User(AbstractUser):
    """Somebody who may sign in. `is_founder` marks the first account of an empty site."""

    # Null, not False, for everybody else: at most one True is what the constraint is about.
    is_founder = models.BooleanField(null=True, default=None, editable=False)

    objects: ClassVar[CaseInsensitiveUserManager] = CaseInsensitiveUserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="username_unique_ignoring_case",
                violation_error_message="This name is taken.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="email_unique_ignoring_case",
                violation_error_message="This e-mail address belongs to another account.",
            ),
            models.UniqueConstraint(
                fields=["is_founder"], condition=Q(is_founder=True), name="one_founder"
            ),
        )

    @property
    def shown_name(self) -> str:
        """What others and the page call them."""
        return self.get_full_name() or self.username
