"""The review queue: its list. The page of one item is in chat.admin.triage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from accounts.admin.changelist import CarefulAdmin
from accounts.models import User
from chat.admin import triage
from chat.admin.changelist import BoundedChangeList
from chat.admin.filters import LabelFilter
from chat.admin.looking import Looking
from chat.admin.review_filters import AssigneeFilter, StateFilter
from chat.models import ReviewItem, ReviewNote
from chat.review import queue
from chat.review.access import items_for, list_reviewers, may_review
from chat.review.agreement import list_pairs
from chat.review.exceptions import ReviewRefused

NOTHING_WAITS = "Nothing waits for you in the queue."


class AssignForm(ActionForm):
    """To whom, for the action that gives items to somebody."""

    to = forms.ChoiceField(required=False, label="to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "nobody"), *((one.pk, one.username) for one in list_reviewers())]
        cast("forms.ChoiceField", self.fields["to"]).choices = choices


@admin.register(ReviewItem)
class ReviewItemAdmin(CarefulAdmin[ReviewItem]):
    list_display = (
        *("name", "owner", "source", "shown_state", "reviewers", "note_count", "queued_at"),
    )
    list_select_related = ("conversation__owner", "assignee")
    list_filter = (StateFilter, AssigneeFilter, "source", "wants_second", LabelFilter)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count everything
    search_fields = ("conversation__owner__username", "assignee__username")
    search_help_text = "Searches owners and assignees."
    ordering: ClassVar[tuple[str, ...]] = ("queued_at", "id")
    action_form = AssignForm
    actions = ("give", "ask_second", "dismiss_them")
    change_list_template = "admin/chat/reviewitem/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewItem]:
        shown = Looking(request).shown().filter(pk=OuterRef("conversation"))
        notes = ReviewNote.objects.filter(item=OuterRef("pk")).order_by().values("item")
        counted = Subquery(notes.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        items = items_for(cast("User", request.user))
        return items.annotate(is_shown=Exists(shown), notes_total=Coalesce(counted, 0))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BoundedChangeList]:
        return BoundedChangeList

    @admin.display(description="conversation")
    def name(self, item: ReviewItem) -> str:
        is_shown = getattr(item, "is_shown", False)
        return item.conversation.title if is_shown else str(item.conversation)

    @admin.display(description="owner", ordering="conversation__owner__username")
    def owner(self, item: ReviewItem) -> str:
        return item.conversation.owner.username

    @admin.display(description="status", ordering="status")
    def shown_state(self, item: ReviewItem) -> str:
        return f"{item.state}: {item.assignee}" if item.assignee else item.state

    @admin.display(description="reviewers", ordering="wants_second")
    def reviewers(self, item: ReviewItem) -> str:
        return "two" if item.wants_second else "one"

    @admin.display(description="notes")
    def note_count(self, item: ReviewItem) -> int:
        """Where two are to judge for themselves even that the other wrote something is hidden."""
        is_blind = item.wants_second and item.is_open
        return 0 if is_blind else int(getattr(item, "notes_total", 0))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_review(cast("User", request.user))

    def has_view_permission(self, request: HttpRequest, obj: ReviewItem | None = None) -> bool:
        return may_review(cast("User", request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ReviewItem | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ReviewItem | None = None) -> bool:
        """Asked before a conversation is deleted, with which it goes; by itself it never does."""
        return request.user.has_perm("chat.delete_conversation")

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        raise PermissionDenied

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """By nothing that could be guessed letter by letter."""
        is_own = lookup.partition("__")[0] in {"source", "wants_second"}
        return is_own or lookup in {"status", "who", "label"}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "title": "Review queue"})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        item = self.get_object(request, unquote(object_id))
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if request.method == "POST":
            return triage.act(request, item)
        return triage.show(request, item, self.admin_site.each_context(request))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("next/", wrap(self.next_view), name="chat_reviewitem_next"),
            path("agreement/", wrap(self.agreement_view), name="chat_reviewitem_agreement"),
            *super().get_urls(),
        ]

    def next_view(self, request: HttpRequest) -> HttpResponse:
        """Takes the oldest that waits, and leads to it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            item = queue.take_next(cast("User", request.user))
            if item is not None:
                return redirect("admin:chat_reviewitem_change", item.pk)
            self.message_user(request, NOTHING_WAITS, messages.INFO)
        return redirect("admin:chat_reviewitem_changelist")

    def agreement_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Agreement between reviewers",
            "opts": self.opts,
            "pairs": list_pairs(cast("User", request.user)),
        }
        return render(request, "admin/chat/reviewitem/agreement.html", context)

    @admin.action(description="Give to the one chosen beside", permissions=["view"])
    def give(self, request: HttpRequest, queryset: QuerySet[ReviewItem]) -> None:
        to = {str(one.pk): one for one in list_reviewers()}.get(request.POST.get("to", ""))
        self._each(request, queryset, lambda item: queue.assign(item, to))

    @admin.action(description="Ask for a second reviewer", permissions=["view"])
    def ask_second(self, request: HttpRequest, queryset: QuerySet[ReviewItem]) -> None:
        self._each(request, queryset, queue.want_second)

    @admin.action(description="Dismiss", permissions=["view"])
    def dismiss_them(self, request: HttpRequest, queryset: QuerySet[ReviewItem]) -> None:
        reviewer = cast("User", request.user)
        self._each(request, queryset, lambda item: queue.dismiss(item, reviewer))

    def _each(
        self,
        request: HttpRequest,
        queryset: QuerySet[ReviewItem],
        action: Callable[[ReviewItem], object],
    ) -> None:
        count = 0
        for item in queryset:
            try:
                action(item)
                count += 1
            except ReviewRefused as error:
                self.message_user(request, f"{item}: {error}", messages.ERROR)
        self.message_user(request, f"Changed: {count:,}.", messages.SUCCESS)
