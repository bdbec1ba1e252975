"""Links by which somebody may make an account."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.users import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Those that nobody has used or taken back, in their time."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def usable(self) -> Self:
        """Those that open the door now. Who may invite no more lets nobody in; what was made by
        the command is of nobody."""
        inviters = User.objects.with_perm("accounts.add_invitation").filter(is_staff=True)
        return self.open().filter(Q(invited_by=None) | Q(invited_by__in=inviters.values("pk")))


class LinkInvitation(models.Model):
    """Opens a door once, for a while, to who comes with its link. What stands in the link is made
    from its id; nothing here opens anything."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        USED = "used", "Used"
        EXPIRED = "expired", "Expired"
        REVOKED = "revoked", "Revoked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
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

    class Meta:
        abstract = True
        ordering = ("-created_at", "-id")

    @property
    def state(self) -> State:
        if self.used_at is not None:
            return self.State.USED
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED


class Invitation(LinkInvitation):
    """Lets one person make an account, see accounts.invitations."""

    email = models.EmailField("e-mail", blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email or f"of {self.created_at:%Y-%m-%d}"
