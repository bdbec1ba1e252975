"""The list of all conversations, and the transcript of one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from chat import selectors, services
from chat.admin.filters import FeedbackFilter, OwnerFilter, ReplyFilter
from chat.admin.transcript import build_transcript
from chat.models import Conversation, Message

PAGE_CONVERSATIONS = 50


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin[Conversation]):
    """Who may view may read; who may delete may delete, after the running reply was stopped."""

    list_display = ("title", "owner", "message_count", "updated_at", "deleted_at")
    list_select_related = ("owner",)
    list_filter = (ReplyFilter, FeedbackFilter, OwnerFilter, "updated_at")
    list_per_page = PAGE_CONVERSATIONS
    show_full_result_count = False  # counting everything would be most of the page's time
    date_hierarchy = "updated_at"
    search_fields = ("title", "owner__username")
    search_help_text = "Searches titles, owners and what was said."
    change_form_template = "admin/chat/conversation/transcript.html"
    ordering: ClassVar[tuple[str, ...]] = ("-updated_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        # A subquery is asked for the rows of one page only; a join would count everything first.
        return super().get_queryset(request).annotate(message_total=_message_count())

    @admin.display(description="messages", ordering="message_total")
    def message_count(self, conversation: Conversation) -> int:
        return int(getattr(conversation, "message_total", 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        """Every word in the title or the owner's name, or the whole phrase in a message."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        phrase = search_term.strip()
        if not phrase:
            return found, duplicates
        said = Message.objects.filter(conversation=OuterRef("pk"), text__icontains=phrase)
        return queryset.filter(Q(pk__in=found.values("pk")) | Exists(said)), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        conversation = self.get_object(request, object_id)
        context = extra_context or {}
        if conversation is not None and self.has_view_permission(request, conversation):
            context |= {
                "title": conversation.title,
                "subtitle": _when_deleted(conversation),
                "transcript": build_transcript(conversation),
                "queue": selectors.get_queue(conversation),
            }
        return super().change_view(request, object_id, form_url, context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Conversation) -> None:
        services.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        for conversation in queryset:
            services.delete(conversation)


def _when_deleted(conversation: Conversation) -> str | None:
    if conversation.deleted_at is None:
        return None
    return gettext("Deleted by its owner at %(moment)s") % {
        "moment": date_format(localtime(conversation.deleted_at), "DATETIME_FORMAT")
    }


def _message_count() -> Coalesce:
    messages = Message.objects.filter(conversation=OuterRef("pk")).order_by()
    counts = messages.values("conversation").annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)
