"""Teams: who is in them, in which role, and what a team has differently from the site."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.invitations import LinkInvitation
from accounts.models.users import ADDRESS_CHARACTERS, User

TEAM_NAME_CHARACTERS = 80


class TeamQuerySet(models.QuerySet["Team"]):
    def of(self, user: User) -> Self:
        return self.filter(memberships__user=user)


class Team(models.Model):
    """People who talk to a model together.

    allowed_models: which of the site's may be chosen in it; empty: all. model, system_prompt: of
    its new conversations; empty: as the site has it. requests_per_minute, replies_at_once,
    tokens_per_day, retention_days: `None`: as the site has it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=TEAM_NAME_CHARACTERS)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)
    allowed_models = models.JSONField(default=list, blank=True)
    model = models.CharField(max_length=200, blank=True)
    system_prompt = models.TextField(blank=True)
    requests_per_minute = models.PositiveIntegerField(null=True, blank=True)
    replies_at_once = models.PositiveIntegerField(null=True, blank=True)
    tokens_per_day = models.PositiveBigIntegerField(null=True, blank=True)
    retention_days = models.PositiveIntegerField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def writers(self) -> Self:
        return self.filter(role__in=Membership.WRITERS)


class Membership(models.Model):
    """Owners manage the team and do all that members do; members write in its conversations;
    reviewers read them, write nothing, and stop nothing."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MEMBER = "member", _("Member")
        REVIEWER = "reviewer", _("Reviewer")

    WRITERS = (Role.OWNER, Role.MEMBER)

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField("joined", default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("joined_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["team", "user"], name="once_in_a_team"),
            models.CheckConstraint(
                condition=Q(role__in=["owner", "member", "reviewer"]), name="role_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"

    @property
    def may_write(self) -> bool:
        return self.role in self.WRITERS

    @property
    def may_manage(self) -> bool:
        return self.role == self.Role.OWNER


class TeamInvitationQuerySet(models.QuerySet["TeamInvitation"]):
    def usable(self) -> Self:
        """Those that open the door now. Who owns the team no more lets nobody in."""
        inviter = Membership.objects.filter(
            team=OuterRef("team"),
            user=OuterRef("invited_by"),
            user__is_active=True,
            role=Membership.Role.OWNER,
        )
        now = timezone.now()
        return self.filter(Exists(inviter), used_at=None, revoked_at=None, expires_at__gt=now)


class TeamInvitation(LinkInvitation):
    """Lets one person join a team. email: for whom alone it is; empty: whoever has the link.
    used_by: who joined with it, or, before that, who made an account with it and is the only one
    who may."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(
        _("role"),
        max_length=8,
        choices=Membership.Role.choices,
        default=Membership.Role.MEMBER,
    )
    email = models.EmailField(_("e-mail"), max_length=ADDRESS_CHARACTERS, blank=True)

    objects = TeamInvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.email or 'Whoever has the link'}, to {self.team}"
