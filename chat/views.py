"""The chat page and what it fetches besides the socket. Translates; writes through services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from chat import selectors, services
from chat.conversation_settings import ConversationSettings, settings_from_form
from chat.exceptions import ChatError, NotFound, ReadOnly
from chat.feedback import ratings_in
from chat.models import Generation, Message
from chat.paths import load_window
from chat.search import search_messages
from chat.sidebar import View as SidebarView
from chat.sidebar import build_sidebar, build_team_sidebar
from chat.wire.found import found_json
from chat.wire.outbound import conversation_json, snapshot_frame

Rest = ParamSpec("Rest")


class SignedInRequest(HttpRequest):
    """What a view behind `signed_in` gets."""

    user: User


View = Callable[Concatenate[SignedInRequest, Rest], HttpResponse]


def signed_in(view: View[Rest]) -> Callable[..., HttpResponse]:
    """Sends others to the sign-in page; a missing and a foreign conversation are the same 404. Who
    may only read is told so, with 403."""

    @login_required
    @wraps(view)
    def inner(request: SignedInRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(str(error)) from None
        except ReadOnly as error:
            if wants_json(request):
                return JsonResponse({"error": error.to_json()}, status=403)
            return render(request, "403.html", {"problem": str(error)}, status=403)

    return inner


@require_safe
@signed_in
def new_conversation(request: SignedInRequest) -> HttpResponse:
    return chat_page(request, conversation=None, snapshot=None)


@require_safe
@signed_in
def team(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """A new conversation in it, beside those that are there."""
    membership = selectors.get_membership(request.user, team_id)
    return chat_page(request, conversation=None, snapshot=None, membership=membership)


@require_safe
@signed_in
def conversation(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """`?message=`: opened there. One that is not here, or no id, just opens the conversation."""
    found = selectors.get_conversation(request.user, conversation_id)
    message_id = read_id(request.GET.get("message", ""))
    window = load_window(found, through=message_id)
    of_team = found.team_id and selectors.get_membership(request.user, found.team_id)
    return chat_page(
        request,
        conversation=found,
        membership=of_team,
        snapshot=snapshot_frame(
            found,
            window,
            selectors.get_queue(found),
            may_write=not of_team or of_team.may_write,
            ratings=ratings_in(found, request.user),
        ),
        opened_at=next((one.pk for one in window.messages if one.pk == message_id), None),
        # The page goes to that branch, and where they write in a team, all others with it: there
        # they stay.
        is_other_branch=window.is_other and not (of_team and of_team.may_write),
        compared=_find_compared(window.messages),
    )


def chat_page(request: SignedInRequest, **context: Any) -> HttpResponse:
    """The page with the sidebar, whatever is shown beside it. membership: in the team whose
    sidebar it is."""
    shown, membership = context["conversation"], context.get("membership")
    opened = [shown.folder_id] if shown and shown.folder_id else []
    context["teams"] = selectors.list_teams(request.user)
    if membership:
        context |= {"team": membership.team, **build_team_sidebar(membership.team)}
    else:
        context |= build_sidebar(request.user, SidebarView(opened=opened))
    return render(request, "chat/chat.html", context)


@require_safe
@signed_in
def search(request: SignedInRequest) -> HttpResponse:
    """`{titles, hits, next_cursor}` for `?q=`; the next page of hits after `?before=`."""
    try:
        found = search_messages(
            request.user, request.GET.get("q", ""), before=request.GET.get("before")
        )
    except ChatError as error:
        return JsonResponse({"error": error.to_json()}, status=400)
    return JsonResponse(found_json(found))


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
    except (NotFound, ReadOnly):
        raise
    except ChatError as error:
        return JsonResponse({"error": error.to_json()}, status=400)
    if wants_json(request):
        return JsonResponse({"conversation": conversation_json(renamed)})
    return redirect(renamed)


@require_POST
@signed_in
def configure(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """`model`, `system_prompt`, and `sampling` as JSON, in the form; answers `{settings}`."""
    return _settings_told(
        request,
        lambda settings: services.configure_conversation(
            user=request.user, conversation_id=conversation_id, settings=settings
        ),
    )


@require_POST
@signed_in
def check_settings(request: SignedInRequest) -> HttpResponse:
    """As configure, for a conversation that has not begun: the page keeps them until it does."""
    return _settings_told(request, lambda _: None)


def _settings_told(
    request: SignedInRequest, take: Callable[[ConversationSettings], object]
) -> HttpResponse:
    try:
        settings = settings_from_form(request.POST)
        take(settings)
    except (NotFound, ReadOnly):
        raise
    except ChatError as error:
        return JsonResponse({"error": error.to_json()}, status=400)
    return JsonResponse({"settings": settings.to_json()})


@require_POST
@signed_in
def delete(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    services.delete_conversation(user=request.user, conversation_id=conversation_id)
    return JsonResponse({"deleted": True}) if wants_json(request) else redirect("chat:new")


@require_POST
@signed_in
def restore(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Takes a deletion back. 404: it has become final."""
    restored = services.restore_conversation(user=request.user, conversation_id=conversation_id)
    return JsonResponse({"conversation": conversation_json(restored)})


def _find_compared(shown: Sequence[Message]) -> UUID | None:
    """The last reply, if it is one of a pair."""
    last = shown[-1].try_at_it if shown else None
    if last is None or not Generation.objects.compared_with(last).exists():
        return None
    return last.pk


def read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def read_form_id(request: HttpRequest) -> UUID:
    """Made with the form, so that a double click is one wish. Raises NotFound."""
    form_id = read_id(request.POST.get("form", ""))
    if form_id is None:
        raise NotFound
    return form_id


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
