"""The keys of programs."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.teams import Membership, Team
from accounts.models.users import User

KEY_NAME_CHARACTERS = 100


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def lasting(self) -> Self:
        """Those that open a door, or may again when their owner may."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(unexpired, revoked_at=None)

    def usable(self) -> Self:
        """Those that open the door now."""
        writes = Membership.objects.writers().filter(team=OuterRef("team"), user=OuterRef("owner"))
        in_team = Q(team=None) | Exists(writes)
        return self.lasting().filter(in_team, owner__is_active=True)

    def revoke(self) -> int:
        """→ how many of them were not revoked before"""
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())


class ApiKey(models.Model):
    """Lets a program act for its owner. The secret itself is nowhere: it was shown once.

    prefix is how the secret begins: enough to recognise it, useless without the rest. digest is the
    SHA-256 of the whole. keeps_text: its owner wants prompts and replies kept with the usage.
    team: for which it asks, beside its owner; it opens the door while they may write there.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")
        DISABLED = "disabled", _("Owner disabled")
        OUTSIDE = "outside", _("Owner not writing in the team")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="api_keys"
    )
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
        if not self.owner.is_active:
            return self.State.DISABLED
        return self.State.ACTIVE if self._is_in_team else self.State.OUTSIDE

    @property
    def _is_in_team(self) -> bool:
        memberships = self.owner.memberships.all()  # a list of keys has them already
        return self.team_id is None or any(
            one.team_id == self.team_id and one.may_write for one in memberships
        )
