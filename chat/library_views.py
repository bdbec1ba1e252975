"""The sidebar's lists, the archive, and what keeps order in them. Translates for chat.library.

Scripts get JSON, and pieces of the page where that is what they show; no form says whose.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import library, lists, selectors
from chat.exceptions import ChatError, Malformed, NotFound
from chat.models import Conversation
from chat.sidebar import View, build_sidebar, build_team_sidebar, dated_page, folder_page
from chat.views import Rest, SignedInRequest, signed_in, wants_json
from chat.wire.outbound import conversation_json

LibraryView = Callable[Concatenate[SignedInRequest, Rest], HttpResponse]

MOST_OPENED = 50  # folders whose lists are told at once


def answering(view: LibraryView[Rest]) -> Callable[..., HttpResponse]:
    """For those who are signed in; a refusal is `{error: {code, message}}`."""

    @signed_in
    @wraps(view)
    def inner(request: SignedInRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            raise
        except ChatError as error:
            return JsonResponse({"error": error.to_json()}, status=400)

    return inner


# --- lists ----------------------------------------------------------------------------------------


@require_safe
@answering
def conversations(request: SignedInRequest) -> HttpResponse:
    """A piece of the sidebar: all its lists as far down as `shown`, with these folders `open`; or,
    of a `folder`, or of what follows `before`, one page. `tag` narrows it; `team`: of that one."""
    user, query = request.user, request.GET
    folder_id, tag_id = _id(request, "folder"), _id(request, "tag")
    team_id = _id(request, "team")
    before = query.get("before")
    if team_id is not None:
        team = selectors.get_team(user, team_id)
        if not before:
            drawn = build_team_sidebar(team, _count(request))
            return render(request, "chat/sidebar_lists.html", drawn)
        page = dated_page(lists.list_team_conversations(team, before=before), team=team.pk)
    elif folder_id is not None:
        folder = library.get_folder(user, folder_id)
        found = lists.list_conversations(user, lists.in_folder(folder.pk), before=before)
        page = folder_page(found, folder.pk)
    elif before and tag_id is not None:
        tag = library.get_tag(user, tag_id)
        found = lists.list_conversations(user, lists.with_tag(tag.pk), before=before)
        page = dated_page(found, tag=tag.pk)
    elif before:
        page = dated_page(lists.list_conversations(user, before=before))
    else:
        view = View(tag=tag_id, opened=_opened(request), shown=_count(request))
        return render(request, "chat/sidebar_lists.html", build_sidebar(user, view))
    return render(request, "chat/sidebar_page.html", {"page": page})


@require_safe
@answering
def archived(request: SignedInRequest) -> HttpResponse:
    """A page of its own, that works without scripts."""
    before = request.GET.get("before")
    page = lists.list_conversations(request.user, lists.ARCHIVED, before=before)
    return render(request, "chat/archived.html", {"page": page, "is_first": not before})


# --- one conversation -----------------------------------------------------------------------------


@require_POST
@answering
def pin(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """`on`: 1 or 0."""
    is_pinned = _is_on(request)
    return _told(
        library.set_pinned(user=request.user, conversation_id=conversation_id, is_pinned=is_pinned)
    )


@require_POST
@answering
def archive(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """`on`: 1 or 0; leads forms back to the archive."""
    is_archived = _is_on(request)
    changed = library.set_archived(
        user=request.user, conversation_id=conversation_id, is_archived=is_archived
    )
    return _told(changed) if wants_json(request) else redirect("chat:archived")


@require_POST
@answering
def move(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Into the folder with the id `folder`, or a new one called `name`; or, with neither, out."""
    user, name = request.user, request.POST.get("name", "")
    if name.strip():
        return _told(
            library.move_to_new_folder(user=user, conversation_id=conversation_id, name=name)
        )
    folder_id = _id(request, "folder")
    return _told(
        library.move_to_folder(user=user, conversation_id=conversation_id, folder_id=folder_id)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@answering
def tags(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """`{tags, known}`: names of its own, and of all its owner uses. `add` or `remove` a name."""
    user = request.user
    if request.method != "POST":
        conversation = selectors.get_personal(user, conversation_id)
    elif "remove" in request.POST:
        conversation = library.remove_tag(
            user=user, conversation_id=conversation_id, name=request.POST["remove"]
        )
    else:
        name = request.POST.get("add", "")
        conversation = library.add_tag(user=user, conversation_id=conversation_id, name=name)
    return JsonResponse(
        {
            "tags": [tag.name for tag in conversation.tags.all()],
            "known": [tag.name for tag in user.tags.all()],
        }
    )


# --- folders --------------------------------------------------------------------------------------


@require_POST
@answering
def create_folder(request: SignedInRequest) -> HttpResponse:
    folder = library.create_folder(user=request.user, name=request.POST.get("name", ""))
    return JsonResponse({"folder": {"id": str(folder.pk), "name": folder.name}})


@require_POST
@answering
def rename_folder(request: SignedInRequest, folder_id: UUID) -> HttpResponse:
    folder = library.rename_folder(
        user=request.user, folder_id=folder_id, name=request.POST.get("name", "")
    )
    return JsonResponse({"folder": {"id": str(folder.pk), "name": folder.name}})


@require_POST
@answering
def delete_folder(request: SignedInRequest, folder_id: UUID) -> HttpResponse:
    library.delete_folder(user=request.user, folder_id=folder_id)
    return JsonResponse({"deleted": True})


# --- what was asked -------------------------------------------------------------------------------


def _told(conversation: Conversation) -> JsonResponse:
    return JsonResponse({"conversation": conversation_json(conversation)})


def _is_on(request: HttpRequest) -> bool:
    on = request.POST.get("on")
    if on not in ("0", "1"):
        raise Malformed("on: is 0 or 1.")
    return on == "1"


def _id(request: HttpRequest, name: str) -> UUID | None:
    """Of the form or the address; what is no id is nobody's."""
    value = (request.POST if request.method == "POST" else request.GET).get(name)
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError:
        raise NotFound from None


def _opened(request: HttpRequest) -> list[UUID]:
    asked = filter(None, request.GET.get("open", "").split(",")[:MOST_OPENED])
    try:
        return [UUID(one) for one in asked]
    except ValueError:
        raise Malformed("open: is not a list of ids.") from None


def _count(request: HttpRequest) -> int:
    try:
        return int(request.GET.get("shown", lists.PAGE_CONVERSATIONS))
    except ValueError:
        raise Malformed("shown: is not a number.") from None
