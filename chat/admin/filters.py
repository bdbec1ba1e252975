"""Filters of the list of conversations."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from chat.models import Conversation, Generation

REPLIES = {
    "active": ("Being written", Q(status="active")),
    "stopped": ("Stopped", Q(finish_reason="stopped")),
    "length": ("Out of tokens", Q(finish_reason="length")),
    "failed": ("Failed", Q(status="failed")),
}


class ReplyFilter(admin.SimpleListFilter):
    """Conversations that hold at least one such reply."""

    title = "a reply"
    parameter_name = "reply"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in REPLIES.items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        if self.value() not in REPLIES:
            return queryset
        _, wanted = REPLIES[str(self.value())]
        return queryset.filter(
            Exists(Generation.objects.filter(wanted, conversation=OuterRef("pk")))
        )


class OwnerFilter(admin.SimpleListFilter):
    """Whose conversations."""

    title = "owner"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("staff", "Staff"), ("others", "Everybody else"), ("inactive", "Disabled accounts")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        match self.value():
            case "staff":
                return queryset.filter(owner__is_staff=True)
            case "others":
                return queryset.filter(owner__is_staff=False)
            case "inactive":
                return queryset.filter(owner__is_active=False)
        return queryset


class PutBeforeReviewersFilter(admin.SimpleListFilter):
    """What somebody has put before reviewers."""

    title = "reported"
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Put before reviewers")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        return queryset.filter(flagged_at__isnull=False) if self.value() == "yes" else queryset
