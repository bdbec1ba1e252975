"""What every template of a signed-in person knows: what is announced."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from operations.announcing import list_announcements


def announcements(request: HttpRequest) -> dict[str, object]:
    """Looked up by the pages that show them alone."""
    return {"announcements": SimpleLazyObject(lambda: list_announcements(request.user))}
