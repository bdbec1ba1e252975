"""The list of all feedback, and what can be taken away of it."""

from __future__ import annotations

from typing import ClassVar, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.models import User
from chat.admin.filters import CommentFilter
from chat.admin.tables import csv_download, download
from chat.evaluation.sets import FORMATS, Selection, select
from chat.feedback import reviewable_by
from chat.models import Feedback

SHOWN_CHARACTERS = 80  # of a reply or comment in the list
NOTHING = "(nothing was written)"
MOST_CASES = 1_000  # each with its whole conversation, while somebody waits
COLUMNS = (
    *("given", "changed", "giver", "owner", "conversation", "rating", "reasons", "comment"),
    *("model", "revision", "finish reason", "reply"),
)


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin[Feedback]):
    """Who may read a conversation may read what is thought of it; who may delete one, this too."""

    list_display = (
        *("shown_reply", "shown_rating", "shown_comment", "shown_model", "owner", "giver"),
        "changed_at",
    )
    list_select_related = ("message__generation", "conversation__owner", "giver")
    list_filter = ("rating", CommentFilter, "message__generation__model", "changed_at")
    list_per_page = 50
    show_full_result_count = False  # counting everything would be most of the page's time
    date_hierarchy = "changed_at"
    search_fields = (
        *("comment", "giver__username", "conversation__owner__username"),
        *("conversation__title", "message__text"),
    )
    search_help_text = "Searches comments, people, titles and replies."
    ordering: ClassVar[tuple[str, ...]] = ("-changed_at", "-id")
    fields = (
        *("transcript", "whole_reply", "shown_rating", "shown_reasons", "comment"),
        "shown_model",
        *("owner", "giver", "created_at", "changed_at"),
    )
    actions = ("take_table", "take_cases", "take_preferences")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        readable = reviewable_by(cast("User", request.user))
        return readable.select_related(*self.list_select_related)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        return request.user.has_perm("chat.view_conversation")

    def has_delete_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        return request.user.has_perm("chat.delete_conversation")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="reply")
    def shown_reply(self, feedback: Feedback) -> str:
        return _shortened(feedback.message.text) or NOTHING

    @admin.display(description="reply", empty_value=NOTHING)
    def whole_reply(self, feedback: Feedback) -> str | None:
        return feedback.message.text or None

    @admin.display(description="rating", ordering="rating")
    def shown_rating(self, feedback: Feedback) -> str:
        thumb = "👍" if feedback.rating == Feedback.Rating.GOOD else "👎"
        return f"{thumb}\N{NO-BREAK SPACE}{feedback.get_rating_display()}"

    @admin.display(description="comment")
    def shown_comment(self, feedback: Feedback) -> str:
        return _shortened(feedback.comment)

    @admin.display(description="reasons", empty_value="-")
    def shown_reasons(self, feedback: Feedback) -> str | None:
        return ", ".join(feedback.reason_words) or None

    @admin.display(description="model", ordering="message__generation__model", empty_value="-")
    def shown_model(self, feedback: Feedback) -> str | None:
        generation = feedback.message.try_at_it
        return (generation and generation.model) or None

    @admin.display(description="owner", ordering="conversation__owner__username")
    def owner(self, feedback: Feedback) -> str:
        return feedback.conversation.owner.username

    @admin.display(description="conversation")
    def transcript(self, feedback: Feedback) -> SafeString:
        address = reverse("admin:chat_conversation_change", args=[feedback.conversation_id])
        return format_html('<a href="{}">{}</a>', address, feedback.conversation.title)

    @admin.action(description="Download as a table (CSV)", permissions=["view"])
    def take_table(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> HttpResponse:
        return csv_download("feedback.csv", COLUMNS, map(_row, queryset.iterator(500)))

    @admin.action(description="Download as an evaluation set (JSONL)", permissions=["view"])
    def take_cases(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> HttpResponse | None:
        return self._take_set(request, queryset, "messages")

    @admin.action(description="Download as preferences (JSONL)", permissions=["view"])
    def take_preferences(
        self, request: HttpRequest, queryset: QuerySet[Feedback]
    ) -> HttpResponse | None:
        return self._take_set(request, queryset, "preferences")

    def _take_set(
        self, request: HttpRequest, queryset: QuerySet[Feedback], form: str
    ) -> HttpResponse | None:
        """What is chosen of `select` alone: so a reply without text is no case here either."""
        if queryset.count() > MOST_CASES:
            words = f"At most {MOST_CASES:,} here; manage.py export_evaluation_set takes them all."
            self.message_user(request, words, messages.ERROR)
            return None
        chosen = select(cast("User", request.user), Selection()).filter(
            pk__in=queryset.values("pk")
        )
        return download(f"{form}.jsonl", "".join(FORMATS[form](chosen)), "application/jsonl")


def _row(feedback: Feedback) -> tuple[object, ...]:
    generation = feedback.message.try_at_it
    return (
        feedback.created_at.isoformat(),
        feedback.changed_at.isoformat(),
        feedback.giver.username,
        feedback.conversation.owner.username,
        feedback.conversation_id,
        feedback.rating,
        " ".join(feedback.reasons),
        feedback.comment,
        generation.model if generation else "",
        generation.revision if generation else "",
        generation.finish_reason if generation else "",
        feedback.message.text,
    )


def _shortened(text: str) -> str:
    return Truncator(" ".join(text[: 4 * SHOWN_CHARACTERS].split())).chars(SHOWN_CHARACTERS)
