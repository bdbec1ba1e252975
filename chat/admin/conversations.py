"""The list of all conversations, and the transcript of one, as far as the policy opens them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from accounts.models import User
from chat import selectors, services
from chat.admin.filters import OwnerFilter, PutBeforeReviewersFilter, ReplyFilter
from chat.admin.gate import TOO_SHORT, GatedAdmin
from chat.admin.looking import Looking
from chat.admin.transcript import build_transcript
from chat.models import AuditEntry, Conversation, Message
from chat.privacy.audit import record
from chat.privacy.holds import is_held

PAGE_CONVERSATIONS = 50


@admin.register(Conversation)
class ConversationAdmin(GatedAdmin[Conversation]):
    """Who may view may read what the policy opens; who may delete may delete, unless it is held."""

    list_display = ("name", "owner", "message_count", "updated_at", "flagged_at", "deleted_at")
    list_select_related = ("owner",)
    list_filter = (PutBeforeReviewersFilter, ReplyFilter, OwnerFilter, "updated_at")
    lookups = frozenset({"id", "owner", "updated_at"})
    list_per_page = PAGE_CONVERSATIONS
    show_full_result_count = False  # counting everything would be most of the page's time
    date_hierarchy = "updated_at"
    search_fields = ("owner__username",)
    change_form_template = "admin/chat/conversation/transcript.html"
    change_list_template = "admin/chat/conversation/list.html"
    ordering: ClassVar[tuple[str, ...]] = ("-updated_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        # A subquery is asked for the rows of one page only; a join would count everything first.
        shown = Looking(request).shown().filter(pk=OuterRef("pk"))
        conversations = super().get_queryset(request)
        return conversations.annotate(message_total=_message_count(), is_shown=Exists(shown))

    @admin.display(description="conversation")
    def name(self, conversation: Conversation) -> str:
        """The title is a text like any other."""
        is_shown = getattr(conversation, "is_shown", False)
        return conversation.title if is_shown else str(conversation)

    @admin.display(description="messages", ordering="message_total")
    def message_count(self, conversation: Conversation) -> int:
        return int(getattr(conversation, "message_total", 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        """Every word in the owner's name; or, of what may be looked through, in the title, or the
        whole phrase in a message."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        phrase = search_term.strip()
        if not phrase:
            return found, duplicates
        looking = Looking(request)
        looking.write_down_search(phrase)
        said = Message.objects.filter(conversation=OuterRef("pk"), text__icontains=phrase)
        called = Q(*(Q(title__icontains=word) for word in phrase.split()))
        texts = Q(pk__in=looking.shown().values("pk")) & (called | Exists(said))
        return queryset.filter(Q(pk__in=found.values("pk")) | texts), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), "looking": Looking(request)}
        return super().changelist_view(request, context)

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(self.look_view)
        return [path("look/", look, name="chat_conversation_look"), *super().get_urls()]

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """Takes the reason for seeing all titles and searching all texts."""
        may_look = request.method == "POST" and self.has_view_permission(request)
        if may_look and not Looking(request).begin(request.POST.get("reason", "")):
            self.message_user(request, TOO_SHORT, messages.ERROR)
        return redirect("admin:chat_conversation_changelist")

    def get_facts(self, subject: Conversation) -> dict[str, Any]:
        return {
            "message_count": subject.messages.count(),
            "subtitle": _when_deleted(subject),
            "is_held": is_held(subject),
        }

    def get_shown(self, subject: Conversation) -> dict[str, Any]:
        return {
            "title": subject.title,
            "subtitle": _when_deleted(subject),
            "transcript": build_transcript(subject),
            "queue": selectors.get_queue(subject),
            "is_held": is_held(subject),
        }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Conversation | None = None) -> bool:
        return False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What a hold on its owner keeps is as protected as what has a hold of its own."""
        going, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        held = [
            f"{one}: legal hold" for one in cast("Iterable[Conversation]", objs) if is_held(one)
        ]
        return going, counts, perms_needed, [*held, *protected]

    def delete_model(self, request: HttpRequest, obj: Conversation) -> None:
        record(AuditEntry.Action.DELETED, actor=cast("User", request.user), about=obj)
        services.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        for conversation in queryset:
            self.delete_model(request, conversation)


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
