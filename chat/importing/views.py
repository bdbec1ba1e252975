"""The page where files are brought. Translates.

A page with scripts sends a file in parts, so that no body is large; without, a small file comes in
the form itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chat.exceptions import Busy, NotFound
from chat.importing import service
from chat.importing.report import left_out_words
from chat.importing.tasks import import_file
from chat.models import Import
from chat.views import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        _take_whole(request)
        return redirect("chat:import")
    imports = service.list_imports(request.user)
    for one in imports:
        if service.is_stuck(one):
            import_file.delay(str(one.pk))
    shown = [(one, left_out_words(one.report.get("left_out", {}))) for one in imports]
    is_running = any(one.status in Import.UNREAD[1:] for one in imports)
    context = {"imports": shown, "is_running": is_running, "part_bytes": service.PART_BYTES}
    return render(request, "chat/importing/page.html", context)


def _take_whole(request: SignedInRequest) -> None:
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file first."))
        return
    try:
        found = service.begin(request.user, file.name or "")
    except Busy as error:
        messages.error(request, str(error))
        return
    service.add_part(request.user, found.pk, 0, file.read())
    import_file.delay(str(service.finish(request.user, found.pk).pk))


def for_scripts(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """What is refused is told in words, as `{error: {message}}`."""

    @require_POST
    @signed_in
    @wraps(view)
    def inner(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return JsonResponse(view(request, *args, **kwargs))
        except NotFound as error:
            return _refused(error, 404)
        except Busy as error:
            return _refused(error, 409)
        except service.TooLarge as error:
            return _refused(error, 413)

    return inner


def _refused(error: Exception, status: int) -> JsonResponse:
    return JsonResponse({"error": {"message": str(error)}}, status=status)


@for_scripts
def begin(request: SignedInRequest) -> dict[str, Any]:
    found = service.begin(request.user, request.POST.get("name", ""))
    return {"id": str(found.pk)}


@for_scripts
def part(request: SignedInRequest, import_id: UUID, number: int) -> dict[str, Any]:
    service.add_part(request.user, import_id, number, request.body)
    return {}


@for_scripts
def finish(request: SignedInRequest, import_id: UUID) -> dict[str, Any]:
    found = service.finish(request.user, import_id)
    import_file.delay(str(found.pk))
    return {}
