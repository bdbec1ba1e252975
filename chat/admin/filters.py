"""Filters of the list of conversations, and of what is about them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from chat.models import Conversation, Feedback, Generation, Message, ReviewLabel
from chat.review.access import may_review
from chat.review.labelling import seen_with_label

REPLIES = {
    "active": ("Being written", Q(status="active")),
    "complete": ("Complete", Q(finish_reason="stop")),
    "tools": ("Calls tools", Q(finish_reason="tool_calls")),
    "stopped": ("Stopped", Q(finish_reason="stopped")),
    "length": ("Out of tokens", Q(finish_reason="length")),
    "failed": ("Failed", Q(status="failed")),
}
# The index of models read by leaps: one look for each name, and not for each reply.
MODELS = """
    WITH RECURSIVE known(model) AS (
        SELECT min(model) FROM chat_generation
        UNION ALL
        SELECT (SELECT min(model) FROM chat_generation WHERE model > known.model)
        FROM known WHERE known.model IS NOT NULL
    )
    SELECT model FROM known WHERE model <> '' LIMIT 50
"""


def parameters_of(list_filter: Any) -> tuple[str, ...]:
    """Of an address, those that one of our own filters reads."""
    names = getattr(list_filter, "parameter_names", None)
    return names or (getattr(list_filter, "parameter_name", None) or "",)


def known_models() -> list[str]:
    """All that ever wrote a reply here."""
    with connection.cursor() as cursor:
        cursor.execute(MODELS)
        return [name for (name,) in cursor.fetchall()]


class ReplyFilter(admin.SimpleListFilter):
    """Conversations that hold at least one reply with such an ending."""

    title = "how a reply ended"
    parameter_name = "reply"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in REPLIES.items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        if self.value() not in REPLIES:
            return queryset
        _, wanted = REPLIES[str(self.value())]
        return queryset.filter(
            Exists(Generation.objects.filter(wanted, conversation=OuterRef("pk")))
        )


class ModelFilter(admin.SimpleListFilter):
    """Conversations in which this model wrote a reply; or feedback on a reply of it."""

    title = "model"
    parameter_name = "model"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in known_models()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        if queryset.model is Feedback:  # whose reply itself need not be read
            written = Generation.objects.filter(model=self.value(), message=OuterRef("message"))
        else:
            written = Generation.objects.filter(model=self.value(), conversation=OuterRef("pk"))
        return queryset.filter(Exists(written))


LENGTHS = {
    "short": ("1 or 2 messages", 1, 2),
    "usual": ("3 to 10", 3, 10),
    "long": ("11 to 50", 11, 50),
    "longest": ("More than 50, of the last used", 51, None),
}
COUNTED_FOR_LONGEST = 25_000  # conversations; counting messages of hundreds of thousands takes long


class LengthFilter(admin.SimpleListFilter):
    """By the number of messages, all versions. Of a longer one no more are counted than it takes
    to know; the longest are looked for among those with the last activity."""

    title = "length"
    parameter_name = "messages"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _, _) in LENGTHS.items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        if self.value() not in LENGTHS:
            return queryset
        _, least, most = LENGTHS[str(self.value())]
        if most is None:
            queryset = _newest(queryset)
        queryset = queryset.filter(_has_at_least(least))
        return queryset if most is None else queryset.exclude(_has_at_least(most + 1))


def _newest(queryset: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Those with the last activity, where the longest ones are most likely to be."""
    moments = queryset.order_by("-updated_at", "-pk").values_list("updated_at", flat=True)
    beyond = list(moments[COUNTED_FOR_LONGEST : COUNTED_FOR_LONGEST + 1])
    return queryset.filter(updated_at__gt=beyond[0]) if beyond else queryset


def _has_at_least(count: int) -> Exists:
    messages = Message.objects.filter(conversation=OuterRef("pk")).order_by()
    return Exists(messages[count - 1 : count])


class LabelFilter(admin.SimpleListFilter):
    """What carries this label, as far as its reader may know that: see `seen_with_label`."""

    title = "label"
    parameter_name = "label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if not may_review(cast("User", request.user)):
            return []
        return [(str(label.pk), label.name) for label in ReviewLabel.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        reviewer, value = cast("User", request.user), self.value() or ""
        if not value.isdecimal() or not may_review(reviewer):
            return queryset
        labelled = seen_with_label(reviewer, int(value[:9]))
        if queryset.model is Conversation:
            return queryset.filter(review__in=labelled.values("item"))
        return queryset.filter(pk__in=labelled.values("item"))


FEEDBACK = {
    "good": ("Good", Q(rating="good")),
    "bad": ("Bad", Q(rating="bad")),
    "comment": ("With a comment", ~Q(comment="")),
}


class FeedbackFilter(admin.SimpleListFilter):
    """Conversations in which somebody said so of a reply."""

    title = "feedback"
    parameter_name = "feedback"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in FEEDBACK.items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        if self.value() not in FEEDBACK:
            return queryset
        _, wanted = FEEDBACK[str(self.value())]
        return queryset.filter(Exists(Feedback.objects.filter(wanted, conversation=OuterRef("pk"))))


class CommentFilter(admin.SimpleListFilter):
    """Of feedback: whether there are words with the thumb."""

    title = "comment"
    parameter_name = "commented"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "With a comment"), ("no", "Without")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        match self.value():
            case "yes":
                return queryset.exclude(comment="")
            case "no":
                return queryset.filter(comment="")
        return queryset


class OwnerFilter(admin.SimpleListFilter):
    """Whose conversations."""

    title = "kind of user"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("staff", "Staff"), ("others", "Everybody else"), ("inactive", "Disabled accounts")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        match self.value():
            case "staff":
                return queryset.filter(owner__is_staff=True)
            case "others":
                return queryset.filter(owner__is_staff=False)
            case "inactive":
                return queryset.filter(owner__is_active=False)
        return queryset


class PutBeforeReviewersFilter(admin.SimpleListFilter):
    """What somebody has put before reviewers."""

    title = "reported"
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Put before reviewers")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        return queryset.filter(flagged_at__isnull=False) if self.value() == "yes" else queryset
