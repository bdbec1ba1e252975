"""Filters of the review queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from chat.models import ReviewItem

STATES = {
    None: "Open",
    "waiting": "Waits for somebody",
    "in_review": "In review",
    "done": "Done",
    "dismissed": "Dismissed",
    "all": "All",
}


class StateFilter(admin.SimpleListFilter):
    """What is open, unless something else is asked for."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, label in STATES.items() if value]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without an "All" before them that would not be all."""
        for value, label in STATES.items():
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ReviewItem]
    ) -> QuerySet[ReviewItem]:
        match self.value():
            case "all":
                return queryset
            case "waiting":
                return queryset.filter(status="open", assignee=None)
            case "in_review":
                return queryset.filter(status="open", assignee__isnull=False)
            case "done" | "dismissed" as closed:
                return queryset.filter(status=closed)
        return queryset.filter(status="open")


class AssigneeFilter(admin.SimpleListFilter):
    """Who has it."""

    title = "who has it"
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "I"), ("others", "Others"), ("nobody", "Nobody")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ReviewItem]
    ) -> QuerySet[ReviewItem]:
        me = cast("User", request.user)
        match self.value():
            case "me":
                return queryset.filter(assignee=me)
            case "others":
                return queryset.filter(assignee__isnull=False).exclude(assignee=me)
            case "nobody":
                return queryset.filter(assignee=None)
        return queryset
