"""The page on which a reviewer reads one item of the queue, labels it and goes on to the next. All
of it are forms; a script lets keys press their buttons (static/admin_pages/review.js)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from accounts.models import User
from chat import paths
from chat.admin.gate import TOO_SHORT, pass_gate
from chat.admin.transcript import build_window
from chat.models import NOTE_CHARACTERS, Feedback, ReviewItem, ReviewLabel
from chat.models.audit import REASON_CHARACTERS
from chat.privacy import reasons
from chat.privacy.audit import subject_of
from chat.privacy.policy import Decision
from chat.review import labelling, queue
from chat.review.access import items_for, list_reviewers
from chat.review.exceptions import ReviewRefused

LAST_REASON = "review_reason"  # in the session, to be offered again for the next one
Action = Callable[[HttpRequest, ReviewItem, User], ReviewItem]


def show(request: HttpRequest, item: ReviewItem, context: dict[str, Any]) -> HttpResponse:
    reviewer = cast("User", request.user)
    conversation = item.conversation
    decision = pass_gate(request, conversation)
    context |= {
        "title": str(conversation),
        "opts": ReviewItem._meta,  # noqa: SLF001 - the admin's templates want it
        "item": item,
        "conversation": conversation,
        "may_ask": decision is Decision.NEEDS_REASON,
        "is_mine": item.assignee_id == reviewer.pk,
        "reviewers": list_reviewers(),
        "most_reason": REASON_CHARACTERS,
        "last_reason": request.session.get(LAST_REASON, ""),
        "minutes": int(reasons.LASTS.total_seconds() // 60),
        **_neighbours(item, reviewer),
    }
    if decision is Decision.YES:
        opinion = labelling.get_opinion(item, reviewer)
        window = paths.load_window(conversation, through=_where(request, item))
        offered = ReviewLabel.objects.filter(Q(is_retired=False) | Q(pk__in=opinion.own))
        context |= {
            "title": conversation.title,
            "turns": build_window(window),
            "older": window.older,
            "opinion": opinion,
            "labels": offered,
            "most_note": NOTE_CHARACTERS,
        }
    status = 403 if decision is Decision.NO else 200
    return render(request, "admin/chat/reviewitem/triage.html", context, status=status)


def act(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    """One of the page's buttons was pressed. Scripts get JSON, which says how the item is now."""
    reviewer = cast("User", request.user)
    name = request.POST.get("action", "")
    action = ACTIONS.get(name, _unknown)
    is_script = request.headers.get("Accept") == "application/json"
    try:
        item = action(request, item, reviewer)
    except ReviewRefused as error:
        if is_script:
            return JsonResponse({"error": str(error)}, status=409)
        messages.error(request, str(error))
        return _to(item)
    if is_script:
        assignee = item.assignee.username if item.assignee else ""
        return JsonResponse({"state": item.state, "assignee": assignee})
    return _go_on(request, item, reviewer) if name in LEADING_ON else _to(item)


def _save_labels(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    ids = {int(one) for one in request.POST.getlist("label") if one.isdecimal() and len(one) < 10}
    return labelling.set_labels(item, reviewer, ids)


def _done(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    with transaction.atomic():
        _save_labels(request, item, reviewer)
        return queue.finish(item, reviewer)


def _take(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    with transaction.atomic():
        return queue.take(item, reviewer)


def _give(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    to = {str(one.pk): one for one in list_reviewers()}.get(request.POST.get("to", ""))
    return queue.assign(item, to)


def _note(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    labelling.add_note(item, reviewer, request.POST.get("note", ""))
    return item


def _delete_note(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    typed = request.POST.get("note_id", "")
    if typed.isdecimal() and len(typed) < 18:
        labelling.delete_note(item, reviewer, int(typed))
    return item


def _give_reason(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    reason = reasons.clean(request.POST.get("reason", ""))
    if reason is None:
        raise ReviewRefused(TOO_SHORT)
    reasons.remember(request.session, subject_of(item.conversation), reason)
    request.session[LAST_REASON] = reason
    return item


def _dismiss(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    return queue.dismiss(item, reviewer)


def _reopen(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    return queue.reopen(item)


def _second(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    if item.wants_second:
        return queue.do_without_second(item, reviewer)
    return queue.want_second(item)


def _unknown(request: HttpRequest, item: ReviewItem, reviewer: User) -> ReviewItem:
    raise ReviewRefused("There is no such button.")


ACTIONS: dict[str, Action] = {
    "labels": _save_labels,
    "done": _done,
    "dismiss": _dismiss,
    "reopen": _reopen,
    "take": _take,
    "give": _give,
    "second": _second,
    "note": _note,
    "delete_note": _delete_note,
    "reason": _give_reason,
}
LEADING_ON = {"done", "dismiss"}


def _go_on(request: HttpRequest, item: ReviewItem, reviewer: User) -> HttpResponse:
    """To the next, which is theirs from now on."""
    following = queue.take_next(reviewer)
    if following is not None:
        return _to(following)
    messages.success(request, f"{item.state}. Nothing else waits for you in the queue.")
    return redirect("admin:chat_reviewitem_changelist")


def _to(item: ReviewItem) -> HttpResponse:
    return redirect("admin:chat_reviewitem_change", item.pk)


def _neighbours(item: ReviewItem, reviewer: User) -> dict[str, ReviewItem | None]:
    """Of those that wait, and those that the reviewer has."""
    theirs = items_for(reviewer).open().filter(Q(assignee=None) | Q(assignee=reviewer))
    after = Q(queued_at__gt=item.queued_at) | Q(queued_at=item.queued_at, pk__gt=item.pk)
    before = Q(queued_at__lt=item.queued_at) | Q(queued_at=item.queued_at, pk__lt=item.pk)
    return {
        "following": theirs.filter(after).order_by("queued_at", "pk").first(),
        "preceding": theirs.filter(before).order_by("-queued_at", "-pk").first(),
    }


def _where(request: HttpRequest, item: ReviewItem) -> UUID | None:
    """The version that is asked for; else the reply that somebody found bad, if that is why."""
    try:
        return UUID(request.GET.get("at", ""))
    except ValueError:
        pass
    if item.source != ReviewItem.Source.FEEDBACK:
        return None
    bad = Feedback.objects.filter(conversation=item.conversation_id, rating=Feedback.Rating.BAD)
    return bad.values_list("message", flat=True).first()
