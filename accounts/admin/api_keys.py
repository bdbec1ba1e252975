"""Keys of programs in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.changelist import CarefulAdmin
from accounts.models import ApiKey

PAGE_KEYS = 50


class UsableFilter(admin.SimpleListFilter):
    """Whether a key opens the door now."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("active", "Active"), ("ended", "Ended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> QuerySet[ApiKey]:
        usable = ApiKey.objects.usable().values("pk")
        match self.value():
            case "active":
                return queryset.filter(pk__in=usable)
            case "ended":
                return queryset.exclude(pk__in=usable)
        return queryset


@admin.register(ApiKey)
class ApiKeyAdmin(CarefulAdmin[ApiKey]):
    """Keys are made by their owners alone. Who may change keys may revoke them."""

    list_display = (
        "name",
        "owner",
        "team",
        "prefix",
        "scope_list",
        "created_at",
        "last_used_at",
        "expires_at",
        "shown_state",
    )
    list_select_related = ("owner", "team")
    list_filter = (UsableFilter, "keeps_text", "created_at")
    list_per_page = PAGE_KEYS
    show_full_result_count = False
    search_fields = ("owner__username", "team__name", "prefix", "name")
    search_help_text = "Searches owners, teams, prefixes and names."
    # Each by name: the digest is nobody's business.
    fields = (*list_display, "revoked_at", "keeps_text")
    readonly_fields = fields
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        return super().get_queryset(request).prefetch_related("owner__memberships")  # for states

    @admin.display(description="scopes")
    def scope_list(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    @admin.display(description="state")
    def shown_state(self, key: ApiKey) -> str:
        return str(key.state.label)

    @admin.action(description="Revoke selected API keys", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        keys = list(queryset.filter(revoked_at=None))
        revoked = ApiKey.objects.filter(pk__in=[key.pk for key in keys]).revoke()
        for key in keys:
            self.log_change(request, key, "Revoked.")
        self.message_user(request, f"Keys revoked: {revoked}.", messages.SUCCESS)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_apikey")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False
