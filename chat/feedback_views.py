"""What the thumbs under a reply fetch. Translates."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chat.exceptions import ChatError, Held, NotFound, ReadOnly
from chat.feedback import get_feedback, give, put_before_reviewers, take_back
from chat.models import COMMENT_CHARACTERS, Feedback
from chat.privacy.flags import is_flagged
from chat.privacy.policy import may_be_flagged
from chat.selectors import may_write
from chat.views import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@signed_in
def feedback(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    """The form for more words, as a piece of the page. POST: `rating`, and where the form was sent
    `comment`, each of the `reasons`, and `opens` to put the conversation before reviewers; answers
    `{rating}`."""
    if request.method == "POST":
        return _given(request, message_id)
    if request.method == "DELETE":
        return _taken_back(request, message_id)
    return _form(request, get_feedback(request.user, message_id))


def _given(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    try:
        given = give(
            giver=request.user,
            message_id=message_id,
            rating=request.POST.get("rating", ""),
            comment=request.POST.get("comment"),
            reasons=request.POST.getlist("reasons"),
        )
        if "opens" in request.POST:
            put_before_reviewers(given)
    except (NotFound, ReadOnly):
        raise
    except Held as error:
        return JsonResponse({"error": error.to_json()}, status=409)
    except ChatError as error:
        return JsonResponse({"error": error.to_json()}, status=400)
    return JsonResponse({"rating": given.rating})


def _taken_back(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    try:
        take_back(giver=request.user, message_id=message_id)
    except Held as error:
        return JsonResponse({"error": error.to_json()}, status=409)
    return JsonResponse({"rating": None})


def _form(request: SignedInRequest, given: Feedback) -> HttpResponse:
    context = {
        "feedback": given,
        "reasons": Feedback.REASONS[Feedback.Rating(given.rating)],
        "most": COMMENT_CHARACTERS,
        "is_seen": may_be_flagged(),
        "may_open": may_write(request.user, given.conversation)
        and not is_flagged(given.conversation),
    }
    return render(request, "chat/feedback_form.html", context)
