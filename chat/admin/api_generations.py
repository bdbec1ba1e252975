"""What programs asked for: counts and times, and texts where the owner of the key keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from chat.admin.changelist import FewRowsChangeList
from chat.admin.gate import GatedAdmin
from chat.admin.searching import holding
from chat.models import ApiGeneration, AuditEntry
from chat.privacy.audit import record, wait_for_turn
from chat.privacy.holds import is_account_held

NOTHING = "-"
NOT_KEPT = "Not kept: the owner of the key did not ask for it, or it has been deleted."


@admin.register(ApiGeneration)
class ApiGenerationAdmin(GatedAdmin[ApiGeneration]):
    """Reading only, and texts as far as the policy opens them; who may delete may delete."""

    list_display = (
        *("created_at", "owner", "team", "shown_key", "route", "model", "ending"),
        *("prompt_token_count", "completion_token_count", "ttft", "speed"),
    )
    list_select_related = ("owner", "team", "key")
    list_filter = ("status", "finish_reason", "route", "is_streamed", "created_at")
    lookups = frozenset(
        {
            "id",
            "owner",
            "team",
            "key",
            "status",
            "finish_reason",
            "route",
            "is_streamed",
            "created_at",
        }
    )
    list_per_page = 50
    show_full_result_count = False  # counting everything would be most of the page's time
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "created_at"
    search_fields = ("owner__username", "key__name", "key__prefix", "model", "id")
    search_help_text = "Searches owners, keys, models and ids."
    fieldsets = (
        (None, {"fields": ("id", "owner", "team", "shown_key", "route", "model", "revision")}),
        (
            "How it went",
            {
                "fields": (
                    *("ending", "error_message", "attempt", "is_streamed", "is_background"),
                    *("prompt_token_count", "completion_token_count"),
                    *("queued", "ttft", "speed", "created_at", "finished_at"),
                )
            },
        ),
        ("What was said", {"fields": ("said", "answered")}),
    )
    ordering: ClassVar[tuple[str, ...]] = ("-created_at", "-id")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[FewRowsChangeList]:
        return FewRowsChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ApiGeneration], search_term: str
    ) -> tuple[QuerySet[ApiGeneration], bool]:
        said = holding(ApiGeneration, self.search_fields, search_term)
        return queryset.filter(said), False

    def has_texts(self, subject: ApiGeneration) -> bool:
        return subject.keeps_text

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiGeneration | None = None) -> bool:
        return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Deleting by itself or with others asks this first, and says what is protected."""
        going, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        kept = [
            f"{one}: legal hold on {one.owner}"
            for one in cast("Iterable[ApiGeneration]", objs)
            if is_account_held(one.owner)
        ]
        return going, counts, perms_needed, [*kept, *protected]

    def delete_model(self, request: HttpRequest, obj: ApiGeneration) -> None:
        with transaction.atomic():
            record(AuditEntry.Action.DELETED, actor=cast("User", request.user), about=obj)
            obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ApiGeneration]) -> None:
        with transaction.atomic():
            wait_for_turn()
            for generation in queryset.filter(owner__holds=None):
                self.delete_model(request, generation)

    @admin.display(description="key", ordering="key__name", empty_value=NOTHING)
    def shown_key(self, generation: ApiGeneration) -> str | None:
        key = generation.key
        return None if key is None else f"{key.name} ({key.prefix})"

    @admin.display(description="ending", ordering="status")
    def ending(self, generation: ApiGeneration) -> str:
        reason = generation.get_finish_reason_display() or generation.error_type
        return reason or generation.get_status_display()

    @admin.display(description="queued", empty_value=NOTHING)
    def queued(self, generation: ApiGeneration) -> str | None:
        return _seconds(generation.queue_seconds)

    @admin.display(description="TTFT", empty_value=NOTHING)
    def ttft(self, generation: ApiGeneration) -> str | None:
        return _seconds(generation.ttft_seconds)

    @admin.display(description="tokens/s", empty_value=NOTHING)
    def speed(self, generation: ApiGeneration) -> str | None:
        speed = generation.tokens_per_second
        return None if speed is None else f"{speed:.1f}"

    @admin.display(description="prompt")
    def said(self, generation: ApiGeneration) -> str | SafeString:
        if not generation.keeps_text:
            return NOT_KEPT
        prompt = json.dumps(json.loads(generation.prompt), indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", prompt)

    @admin.display(description="answer")
    def answered(self, generation: ApiGeneration) -> str | SafeString:
        if not generation.keeps_text:
            return NOT_KEPT
        parts = (generation.reasoning, generation.text, generation.tool_calls.strip("[]"))
        return format_html("<pre>{}</pre>", "\n\n".join(part for part in parts if part))


def _seconds(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds:.2f} s"
