"""Headers for every page that Django makes. Knows no view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

# Nothing here needs any of them; the clipboard is for the copy buttons.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


class PrivateResponsesMiddleware(MiddlewareMixin):
    """Keep pages out of caches (on a shared computer, Back must not show the last user's talk)."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
