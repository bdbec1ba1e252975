"""The page of one reply: how it was made, when which part of it came, and it made once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from accounts.models import User
from chat.exceptions import CannotRerun
from chat.models import AuditEntry, Conversation, Generation, Rerun
from chat.replaying.again import ask_again, look_after, text_so_far
from chat.replaying.comparing import compare, list_changes, words_of
from chat.replaying.figures import list_provenance, list_times
from chat.replaying.playing import score
from chat.replaying.reading import Reading
from chat.replaying.timeline import draw
from inference.exceptions import StoreUnavailable

if TYPE_CHECKING:
    from chat.admin.gate import GatedAdmin

NAME = "chat_conversation_reply"


class ReplyPages:
    """owner: the admin of conversations, whose gate stands before these pages too."""

    def __init__(self, owner: GatedAdmin[Conversation]) -> None:
        self._owner = owner

    @property
    def urls(self) -> Sequence[URLPattern]:
        view, place = self._owner.admin_site.admin_view, "<uuid:conversation_id>/replies/"
        return [
            path(f"{place}<uuid:message_id>/", view(self.reply_view), name=NAME),
            path(f"{place}<uuid:message_id>/again/", view(self.again_view), name=f"{NAME}_again"),
        ]

    def reply_view(
        self, request: HttpRequest, conversation_id: UUID, message_id: UUID
    ) -> HttpResponse:
        reading = self._find(request, conversation_id, message_id)
        closed = self._owner.enter(
            request,
            reading.generation.conversation,
            detail=f"replay of reply {message_id}",
            then=request.path,
        )
        if closed is not None:
            return closed
        return render(request, "admin/chat/replay/page.html", self._page(request, reading))

    def again_view(
        self, request: HttpRequest, conversation_id: UUID, message_id: UUID
    ) -> HttpResponse:
        """POST: make it again. GET: how far that is, as a piece of the page."""
        reading = self._find(request, conversation_id, message_id)
        here = reverse(f"admin:{NAME}", args=[conversation_id, message_id])
        is_asking = request.method == "POST"
        if not is_asking and request.method != "GET":
            return HttpResponseNotAllowed(["GET", "POST"])
        rerun = None if is_asking else _find_rerun(reading)
        # Whoever asked for it is in the log, and waits; anybody else, and the end, is another look.
        is_waiting = rerun is not None and rerun.is_active and rerun.asked_by == request.user
        opened = None if is_waiting else AuditEntry.Action.OPENED
        closed = self._owner.enter(
            request,
            reading.generation.conversation,
            action=AuditEntry.Action.RERAN if is_asking else opened,
            detail=f"reply {message_id}" if is_asking else f"re-run of reply {message_id}",
            then=here,
        )
        if closed is not None:
            return closed
        if not is_asking:
            return render(request, "admin/chat/replay/rerun.html", _shown(reading, rerun))
        try:
            ask_again(reading, by=cast("User", request.user))
        except CannotRerun as error:
            context = self._page(request, reading) | {"refusal": str(error)}
            return render(request, "admin/chat/replay/page.html", context, status=409)
        return redirect(f"{here}#again")

    def _find(self, request: HttpRequest, conversation_id: UUID, message_id: UUID) -> Reading:
        """Raises Http404: also for whoever may see no conversations here."""
        found = (
            Generation.objects.filter(message=message_id, conversation=conversation_id)
            .exclude(status=Generation.Status.ACTIVE)
            .select_related("message__parent", "conversation__owner", "record")
            .first()
        )
        if found is None or not self._owner.has_view_permission(request, found.conversation):
            raise Http404
        return Reading(found)

    def _page(self, request: HttpRequest, reading: Reading) -> dict[str, Any]:
        conversation = reading.generation.conversation
        return {
            **self._owner.admin_site.each_context(request),
            **_shown(reading, _find_rerun(reading)),
            "title": "A reply, as it came",
            "opts": self._owner.opts,
            "conversation": conversation,
            "timeline": draw(reading),
            "score": score(reading),
            "times": list_times(reading),
            "provenance": list_provenance(reading),
        }


def _find_rerun(reading: Reading) -> Rerun | None:
    """As it is now."""
    reruns = Rerun.objects.filter(generation=reading.generation).select_related("asked_by")
    rerun = reruns.first()
    return None if rerun is None else look_after(rerun)


def _shown(reading: Reading, rerun: Rerun | None) -> dict[str, Any]:
    """For the piece of the page that is about it."""
    shown: dict[str, Any] = {"reading": reading, "rerun": rerun}
    if rerun is None:
        return shown
    if rerun.is_active:
        return shown | {"so_far": _so_far(rerun)}
    verdict = compare(reading, rerun) if rerun.status == Rerun.Status.FINISHED else None
    made = words_of(rerun)
    return shown | {
        "verdict": verdict,
        "changes": list_changes(reading, rerun),
        "sides": [("The reply", reading.made), ("Made again", made)],
        "apart": _apart(verdict, reading, made),
    }


def _so_far(rerun: Rerun) -> str:
    try:
        return text_so_far(rerun)
    except StoreUnavailable:
        return ""


def _apart(verdict: Any, reading: Reading, made: Any) -> list[dict[str, str]]:
    """Both, divided where they part."""
    if verdict is None or verdict.first is None:
        return []
    kind, equal = verdict.first.kind, verdict.first.equal
    return [
        {"name": name, "equal": words.of(kind)[:equal], "other": words.of(kind)[equal:]}
        for name, words in (("The reply", reading.made), ("Made again", made))
    ]
