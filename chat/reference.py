"""/api/docs: what programs may ask, as a page. From the same document that machines get."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from chat.api.reference import list_operations, list_shapes
from chat.api.site import api


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    context = {**_told(), "address": request.build_absolute_uri("/").rstrip("/")}
    with translation.override("en"):  # as the handbook is, which the most of it comes from
        return render(request, "chat/reference.html", context)


@cache  # it changes with the code alone
def _told() -> dict[str, Any]:
    document = api.get_openapi_schema(path_prefix="")
    handbook = (settings.BASE_DIR / "docs" / "api.md").read_text()
    return {
        "families": list_operations(document, handbook),
        "shapes": list_shapes(document),
    }
