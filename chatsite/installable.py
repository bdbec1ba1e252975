"""What makes the site a program on a phone: its manifest, and a service worker with one page for
when nothing can be reached. Nothing of what people wrote is ever in its caches.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.views.decorators.http import require_safe

PAPER = "#fcfbf8"  # as static/css/tokens.css has it
ICONS = (("192x192", "any", "mark-192"), ("512x512", "any", "mark-512"))
MASKABLE = ("512x512", "maskable", "mark-maskable-512")
SERVICE_WORKER = "js/service_worker.js"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    content = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "icons": [
            {
                "src": static(f"icons/{name}.png"),
                "sizes": sizes,
                "type": "image/png",
                "purpose": purpose,
            }
            for sizes, purpose, name in (*ICONS, MASKABLE)
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the top, so that it may speak for the whole site. Each version of the site is another
    text, by which browsers notice it."""
    head = f"globalThis.STATIC = {json.dumps(settings.STATIC_URL)};\n"
    body = Path(finders.find(SERVICE_WORKER) or "").read_text()
    return HttpResponse(head + body, content_type="text/javascript")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker: it says nothing of who reads it."""
    return render(request, "offline.html")
