"""What owners see and do about reviewers: who read theirs; putting one before them. Translates."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chat import selectors
from chat.privacy import flags
from chat.privacy.policy import may_be_flagged
from chat.privacy.readers import list_readings
from chat.views import SignedInRequest, signed_in


@require_safe
@signed_in
def readers(request: SignedInRequest) -> HttpResponse:
    """`?before=`: the entries before that number."""
    typed = request.GET.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    context = {
        "page": list_readings(request.user, before=before),
        "is_first": before is None,
        "policy": settings.REVIEW_POLICY,
    }
    return render(request, "chat/privacy/readers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Puts a conversation before reviewers, or takes it back (`withdraw`)."""
    conversation = selectors.get_conversation(request.user, conversation_id, to_write=True)
    if not may_be_flagged():
        raise Http404
    if request.method != "POST":
        context = {"conversation": conversation, "most_characters": flags.NOTE_CHARACTERS}
        return render(request, "chat/privacy/report.html", context)
    if "withdraw" in request.POST:
        flags.unflag(conversation, by=request.user)
        messages.success(request, _("Reviewers cannot open it without a reason any more."))
    else:
        flags.flag(conversation, by=request.user, note=request.POST.get("note", ""))
        messages.success(request, _("Reviewers can read it now."))
    if flags.keeps_note(conversation):
        messages.info(request, _("A legal hold keeps the note as it is until that is released."))
    return redirect(request.path)
