"""The list of all feedback, and what can be taken away of it."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import SEARCH_VAR
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.admin.changelist import CarefulAdmin
from accounts.models import User
from chat.admin.changelist import BoundedChangeList, FewRowsChangeList
from chat.admin.filters import CommentFilter, ModelFilter
from chat.admin.looking import Looking
from chat.admin.searching import holding
from chat.admin.tables import csv_download, download
from chat.evaluation.sets import FORMATS, Selection, select, write_down
from chat.feedback import listed_to
from chat.models import AuditEntry, Conversation, Feedback
from chat.privacy.audit import record, wait_for_turn
from chat.privacy.holds import is_held
from chat.privacy.policy import held, is_theirs

SHOWN_CHARACTERS = 80  # of a comment in the list
NOTHING = "(nothing was written)"
CLOSED = "(closed)"
MOST_CASES = 1_000  # each with its whole conversation, while somebody waits
COLUMNS = (
    *("given", "changed", "giver", "owner", "conversation", "rating", "reasons", "comment"),
    *("model", "revision", "finish reason", "reply"),
)


@admin.register(Feedback)
class FeedbackAdmin(CarefulAdmin[Feedback]):
    """Thumbs and comments of all, for reviewers. Replies are not in the list: nobody would have
    written down who saw them there. Who may delete conversations may delete this, too."""

    list_display = (
        "shown_rating",
        "shown_comment",
        "shown_model",
        "owner",
        "giver",
        "changed_at",
    )
    list_select_related = ("message__generation", "conversation__owner", "giver")
    list_filter = ("rating", CommentFilter, ModelFilter, "changed_at")
    list_per_page = 50
    show_full_result_count = False  # counting everything would be most of the page's time
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "changed_at"
    search_fields = ("comment", "giver__username", "conversation__owner__username")
    search_help_text = "Searches comments and people, and replies that are open to you."
    ordering: ClassVar[tuple[str, ...]] = ("-changed_at", "-id")
    fields = (
        *("transcript", "whole_reply", "shown_rating", "shown_reasons", "comment"),
        "shown_model",
        *("owner", "giver", "created_at", "changed_at"),
    )
    actions = ("take_table", "take_cases", "take_preferences")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        listed = listed_to(cast("User", request.user))
        is_open = Exists(Looking(request).shown().filter(pk=OuterRef("conversation")))
        return listed.select_related(*self.list_select_related).annotate(is_open=is_open)

    def get_changelist(
        self, request: HttpRequest, **kwargs: Any
    ) -> type[BoundedChangeList | FewRowsChangeList]:
        """No index finds words inside of texts: they are searched once. Without a search all are
        listed, and can be taken along."""
        is_search = request.GET.get(SEARCH_VAR, "").strip()
        return BoundedChangeList if is_search else FewRowsChangeList

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Shows the whole reply, so whoever looks is written down first."""
        found = self.get_object(request, unquote(object_id))
        reader = cast("User", request.user)
        if found is not None and getattr(found, "is_open", False):
            conversation = found.conversation
            if not is_theirs(reader, conversation):
                reason = Looking(request).reason or ""
                record(AuditEntry.Action.OPENED, actor=reader, about=conversation, reason=reason)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Feedback], search_term: str
    ) -> tuple[QuerySet[Feedback], bool]:
        phrase = search_term.strip()
        if not phrase:
            return queryset, False
        looking = Looking(request)
        looking.write_down_search(phrase)
        found = holding(Feedback, self.search_fields, search_term)
        said = queryset.filter(conversation__in=looking.shown(), message__text__icontains=phrase)
        return queryset.filter(found | Q(pk__in=said.values("pk"))), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """By nothing that could be guessed letter by letter."""
        is_text = lookup.startswith(("message__text", "conversation__title"))
        if is_text or "regex" in lookup:
            return False
        return super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        return request.user.has_perm("chat.view_conversation")

    def has_delete_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        is_kept = obj is not None and is_held(obj.conversation)
        return not is_kept and request.user.has_perm("chat.delete_conversation")

    def delete_model(self, request: HttpRequest, obj: Feedback) -> None:
        by = cast("User", request.user)
        detail = f"by {obj.giver}, on conversation {obj.conversation_id}"
        with transaction.atomic():
            record(AuditEntry.Action.DELETED, actor=by, about=obj, detail=detail)
            obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        """What a legal hold names stays."""
        with transaction.atomic():
            wait_for_turn()
            kept = Conversation.objects.filter(held())
            for feedback in queryset.exclude(conversation__in=kept):
                self.delete_model(request, feedback)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="reply", empty_value=NOTHING)
    def whole_reply(self, feedback: Feedback) -> str | None:
        return _reply(feedback) or None

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
        return format_html('<a href="{}">{}</a>', address, feedback.conversation)

    @admin.action(description="Download as a table (CSV)", permissions=["view"])
    def take_table(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> HttpResponse:
        self._write_down(request, queryset.filter(conversation__in=Looking(request).shown()))
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
        reason = Looking(request).reason or ""
        chosen = select(cast("User", request.user), Selection(), reason=reason).filter(
            pk__in=queryset.values("pk")
        )
        if not chosen:
            words = "None of these is open to you: give a reason above the list of conversations."
            self.message_user(request, words, messages.ERROR)
            return None
        self._write_down(request, chosen)
        return download(f"{form}.jsonl", "".join(FORMATS[form](chosen)), "application/jsonl")

    def _write_down(self, request: HttpRequest, taken: QuerySet[Feedback]) -> None:
        reason = Looking(request).reason or ""
        write_down(cast("User", request.user), taken, reason=reason)


def _reply(feedback: Feedback) -> str:
    """Where the policy opens it, see get_queryset."""
    return feedback.message.text if getattr(feedback, "is_open", False) else CLOSED


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
        _reply(feedback),
    )


def _shortened(text: str) -> str:
    return Truncator(" ".join(text[: 4 * SHOWN_CHARACTERS].split())).chars(SHOWN_CHARACTERS)
