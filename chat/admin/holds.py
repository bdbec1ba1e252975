"""Legal holds: placed with a reason, released, never changed."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from accounts.admin.changelist import CarefulAdmin
from accounts.models import User
from chat.admin.retention import retention_view
from chat.models import Hold
from chat.privacy import holds


@admin.register(Hold)
class HoldAdmin(CarefulAdmin[Hold]):
    """Deleting one is releasing it."""

    list_display = ("__str__", "owner", "reason", "placed_by", "placed_at")
    list_select_related = ("account", "conversation__owner")
    list_filter = ("placed_at",)
    search_fields = ("reason", "placed_by", "account__username", "conversation__owner__username")
    search_help_text = "Searches reasons and people."
    fields = ("conversation", "account", "reason")
    raw_id_fields = ("conversation", "account")

    change_list_template = "admin/chat/hold/list.html"

    def get_urls(self) -> list[URLPattern]:
        dry_run = self.admin_site.admin_view(retention_view(self))
        return [path("retention/", dry_run, name="chat_hold_retention"), *super().get_urls()]

    @admin.display(description="whose")
    def owner(self, hold: Hold) -> str:
        owner = hold.account or (hold.conversation.owner if hold.conversation else None)
        return owner.username if owner else ""

    def has_change_permission(self, request: HttpRequest, obj: Hold | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Hold, form: Any, change: bool) -> None:
        holds.place(obj, by=cast("User", request.user))

    def delete_model(self, request: HttpRequest, obj: Hold) -> None:
        holds.release(obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Hold]) -> None:
        for hold in queryset:
            self.delete_model(request, hold)
