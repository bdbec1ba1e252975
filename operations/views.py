"""Announcements as a piece of a page, and closing one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from chat.views import SignedInRequest, signed_in, wants_json
from operations import announcing


@require_safe
@signed_in
def announcements(request: SignedInRequest) -> HttpResponse:
    """For a page that is open already."""
    announcing.forget()  # another process may have just been told
    return render(request, "operations/announcement_list.html")


@require_POST
@signed_in
def dismiss(request: SignedInRequest, announcement_id: int) -> HttpResponse:
    """Leads back to where it was closed. One that cannot be closed is as one that is not there."""
    if not announcing.dismiss(request.user, announcement_id):
        raise Http404
    return HttpResponse(status=204) if wants_json(request) else redirect(_came_from(request))


def _came_from(request: HttpRequest) -> str:
    page = request.POST.get("next", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours else "/"
