"""The pages of shared links: the one that is shared, and the one where it is. Translates."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.exceptions import NotFound, NothingToShare
from chat.privacy.policy import may_be_flagged
from chat.sharing import links
from chat.sharing.duplicates import duplicate as duplicate_conversation
from chat.views import SignedInRequest, signed_in

# In place of the site's own: nothing on the page is more than looked at, whoever wrote it.
READ_ONLY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "manifest-src": [NONE],
    "img-src": [SELF],
}


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nobody is told of a link whether it was revoked or never was; and no search engine of any.
    Strangers are sent to the sign-in page before anything is looked up, unless links are public."""

    @wraps(view)
    def inner(request: HttpRequest, token: str) -> HttpResponse:
        if links.are_on() and not links.are_public() and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            response = view(request, token)
        except NotFound as error:
            raise Http404(str(error)) from None
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return inner


@require_safe
@csp_replace(READ_ONLY)
@for_readers
def shared(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(token)
    page = _number(request.GET.get("page", "1"))
    context = {
        "link": link,
        "token": token,
        "turns": links.list_page(link, page),
        "page": page,
        "before": page - 1,
        "after": page + 1 if page < link.page_count else None,
        "form_id": uuid4(),
    }
    return render(request, "chat/sharing/shared.html", context)


@require_POST
@signed_in
def fork(request: SignedInRequest, token: str) -> HttpResponse:
    return redirect(links.fork(request.user, token, _form_id(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def share(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """The page where a conversation is shared, which the chat page shows as a dialog."""
    problem = ""
    if request.method == "POST":
        try:
            links.share(request.user, conversation_id)
            return redirect(request.path)
        except NothingToShare as error:
            problem = str(error)
    found = links.look(request.user, conversation_id)
    context: dict[str, Any] = {
        "found": found,
        "links_are_on": links.are_on(),
        "is_public": links.are_public(),
        "may_be_flagged": may_be_flagged(),
        "problem": problem,
        "form_id": uuid4(),
    }
    if found.link:
        context["address"] = request.build_absolute_uri(links.path_of(found.link))
    return render(request, "chat/sharing/share.html", context)


@require_POST
@signed_in
def revoke(request: SignedInRequest, link_id: UUID) -> HttpResponse:
    """Back to where it was asked for: the settings, or the conversation."""
    link = links.revoke(request.user, link_id)
    if "stay" in request.POST:
        return redirect("chat:share", link.conversation_id)
    messages.success(request, _("The link is revoked: it opens nothing any more."))
    return redirect("chat:settings")


@require_POST
@signed_in
def duplicate(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    copied = duplicate_conversation(request.user, conversation_id, _form_id(request))
    return redirect(copied)


def _form_id(request: HttpRequest) -> UUID:
    """Made with the form, so that a double click is one wish. Raises NotFound."""
    try:
        return UUID(request.POST.get("form", ""))
    except ValueError:
        raise NotFound from None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
