"""Headers for every page that Django makes. Knows no view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.deprecation import MiddlewareMixin

# Nothing here needs any of them; the clipboard is for the copy buttons.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


class RefuseNulMiddleware(MiddlewareMixin):
    """No database takes the character NUL; an address that has it was made to see what breaks."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        query = request.META.get("QUERY_STRING", "")
        is_asked = request.path_info.startswith("/admin/") and "%00" in query
        if "\0" not in request.path_info and not is_asked:
            return None
        words = "An address cannot hold the character NUL."
        return HttpResponseBadRequest(words, content_type="text/plain; charset=utf-8")


class PrivateResponsesMiddleware(MiddlewareMixin):
    """Keep pages out of caches (on a shared computer, Back must not show the last user's talk)."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
