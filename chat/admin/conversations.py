"""The list of all conversations, and the transcript of one, as far as the policy opens them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
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
from chat.admin.changelist import BoundedChangeList
from chat.admin.filters import (
    FeedbackFilter,
    LabelFilter,
    LengthFilter,
    ModelFilter,
    OwnerFilter,
    PutBeforeReviewersFilter,
    ReplyFilter,
)
from chat.admin.form_filters import PeriodFilter, TeamFilter, UserFilter
from chat.admin.gate import TOO_SHORT, GatedAdmin
from chat.admin.looking import Looking
from chat.admin.replies import ReplyPages
from chat.admin.transcript import build_transcript
from chat.models import AuditEntry, Conversation, Message
from chat.privacy.audit import record
from chat.privacy.holds import is_held
from chat.review import queue
from chat.review.access import may_review
from chat.search import MOST_LOOKED_THROUGH, search_everywhere

PAGE_CONVERSATIONS = 50
USUAL_SAMPLE = 20
PARTLY_SEARCHED = (
    "These words are in very many messages, or no index helps to find them. Of texts only those of "
    f"the {MOST_LOOKED_THROUGH:,} conversations with the last activity were searched: filter, or "
    "add a word."
)


class ConversationList(BoundedChangeList):
    def first_ids(self, found: QuerySet[Conversation]) -> QuerySet[Any, Any]:
        """By length, all messages are read once, and not those of each conversation by themselves
        as for the rows of a page."""
        order = [str(one).replace("message_total", "counted") for one in found.query.order_by]
        if order == list(found.query.order_by):
            return super().first_ids(found)
        wanted = Conversation.objects.filter(pk__in=found.order_by().values("pk"))
        counted = wanted.values("pk").annotate(counted=Count("messages__conversation"))
        return counted.order_by(*order).values_list("pk", flat=True)


@admin.register(Conversation)
class ConversationAdmin(GatedAdmin[Conversation]):
    """Who may view may read what the policy opens; who may delete may delete, unless it is held."""

    list_display = ("name", "owner", "message_count", "updated_at", "flagged_at", "deleted_at")
    list_select_related = ("owner",)
    list_filter = (
        *(UserFilter, TeamFilter, PeriodFilter, ModelFilter, FeedbackFilter, ReplyFilter),
        *(LengthFilter, LabelFilter, PutBeforeReviewersFilter, OwnerFilter, "updated_at"),
    )
    lookups = frozenset({"id", "owner", "updated_at"})
    list_per_page = PAGE_CONVERSATIONS
    show_full_result_count = False  # counting everything would be most of the page's time
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("owner__username",)
    search_help_text = "Searches owners, and titles and messages that are open to you."
    actions = ("put_into_queue",)
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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BoundedChangeList]:
        return ConversationList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        """Every word in the owner's name; or, of what may be looked through, in the title, or in
        one message. Messages are looked for by themselves: together no index would help."""
        phrase = search_term.strip()
        if not phrase:
            return queryset, False
        looking = Looking(request)
        looking.write_down_search(phrase)
        words = phrase.split()
        owners = User.objects.filter(*(Q(username__icontains=word) for word in words))
        shown = queryset.filter(pk__in=looking.shown().values("pk"))
        is_filtered = bool(queryset.query.where)
        said = search_everywhere(shown, phrase, is_all=looking.is_open, is_filtered=is_filtered)
        if said.is_partial:
            self.message_user(request, PARTLY_SEARCHED, messages.INFO)
        called = Q(*(Q(title__icontains=word) for word in words))
        texts = Q(pk__in=shown.values("pk")) & (called | Q(pk__in=said.conversations))
        return queryset.filter(Q(owner__in=owners.values("pk")) | texts), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            **(extra_context or {}),
            "looking": Looking(request),
            "may_review": may_review(cast("User", request.user)),
            "usual_sample": USUAL_SAMPLE,
            "most_sampled": queue.MOST_SAMPLED,
        }
        return super().changelist_view(request, context)

    def get_urls(self) -> list[URLPattern]:
        look = self.admin_site.admin_view(self.look_view)
        sample = self.admin_site.admin_view(self.sample_view)
        return [
            path("look/", look, name="chat_conversation_look"),
            path("sample/", sample, name="chat_conversation_sample"),
            *ReplyPages(self).urls,
            *super().get_urls(),
        ]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return may_review(cast("User", request.user))

    @admin.action(description="Put into the review queue", permissions=["review"])
    def put_into_queue(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> None:
        count = queue.put_chosen(cast("User", request.user), queryset)
        self._tell_queued(request, count)

    def sample_view(self, request: HttpRequest) -> HttpResponse:
        """Puts some of what the list would show, all pages of it, into the queue by chance."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:chat_conversation_changelist")
        typed = request.POST.get("count", "")
        count = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
        try:
            listed = cast("BoundedChangeList", self.get_changelist_instance(request))
        except IncorrectLookupParameters:
            return redirect("admin:chat_conversation_changelist")
        reviewer = cast("User", request.user)
        self._tell_queued(request, queue.put_sample(reviewer, listed.everything, count))
        return redirect("admin:chat_reviewitem_changelist")

    def _tell_queued(self, request: HttpRequest, count: int) -> None:
        words = (
            f"In the review queue now: {count:,}." if count else "None of these can be reviewed."
        )
        self.message_user(request, words, messages.SUCCESS if count else messages.WARNING)

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
