"""The chat page and what it fetches besides the socket. Translates; writes through services."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from chat import selectors, services
from chat.exceptions import ChatError, NotFound
from chat.paths import load_window
from chat.sidebar import group_by_date
from chat.wire.outbound import conversation_json, snapshot_frame

Rest = ParamSpec("Rest")


class SignedInRequest(HttpRequest):
    """What a view behind `signed_in` gets."""

    user: User


View = Callable[Concatenate[SignedInRequest, Rest], HttpResponse]


def signed_in(view: View[Rest]) -> Callable[..., HttpResponse]:
    """Sends others to the sign-in page; a missing and a foreign conversation are the same 404."""

    @login_required
    @wraps(view)
    def inner(request: SignedInRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(str(error)) from None

    return inner


@require_safe
@signed_in
def new_conversation(request: SignedInRequest) -> HttpResponse:
    return chat_page(request, conversation=None, snapshot=None)


@require_safe
@signed_in
def conversation(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    found = selectors.get_conversation(request.user, conversation_id)
    snapshot = snapshot_frame(found, load_window(found), selectors.get_queue(found))
    return chat_page(request, conversation=found, snapshot=snapshot)


def chat_page(request: SignedInRequest, **context: Any) -> HttpResponse:
    """The page with the sidebar, whatever is shown beside it."""
    page = selectors.list_conversations(request.user)
    context |= {
        "sidebar_groups": group_by_date(page.conversations),
        "next_cursor": page.next_cursor,
    }
    return render(request, "chat/chat.html", context)


@require_safe
@signed_in
def conversations(request: SignedInRequest) -> HttpResponse:
    """`{groups, next_cursor}`: the next page of the sidebar after `?before=`."""
    try:
        page = selectors.list_conversations(request.user, before=request.GET.get("before"))
    except ChatError as error:
        return JsonResponse({"error": error.to_json()}, status=400)
    return JsonResponse(
        {"groups": group_by_date(page.conversations), "next_cursor": page.next_cursor}
    )


@require_POST
@signed_in
def rename(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """`title` in the form; answers JSON to scripts and leads forms back to the conversation."""
    try:
        renamed = services.rename_conversation(
            user=request.user,
            conversation_id=conversation_id,
            title=request.POST.get("title", ""),
        )
    except NotFound:
        raise
    except ChatError as error:
        return JsonResponse({"error": error.to_json()}, status=400)
    if _wants_json(request):
        return JsonResponse({"conversation": conversation_json(renamed)})
    return redirect(renamed)


@require_POST
@signed_in
def delete(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    services.delete_conversation(user=request.user, conversation_id=conversation_id)
    return JsonResponse({"deleted": True}) if _wants_json(request) else redirect("chat:new")


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
