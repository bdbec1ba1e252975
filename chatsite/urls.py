"""Every address of the site."""

from __future__ import annotations

from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static
from django.urls import include, path, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView

from chat.api.site import urlpatterns as api_urlpatterns
from chat.views import new_conversation
from chatsite import health, installable

handler404 = "chatsite.errors.not_found"
handler500 = "chatsite.errors.server_error"


@csrf_exempt  # the page is only looked at, and a program brings its key
async def root(request: HttpRequest) -> HttpResponseBase:
    """For people the page; for programs, which post here, what TGI answers at this place."""
    if request.method == "POST":
        posted: HttpResponseBase = await resolve("/generate_compat").func(request)
        return posted
    response = await sync_to_async(new_conversation)(request)
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] += ", POST"
    return response


urlpatterns = [
    path("", root),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("manifest.webmanifest", installable.manifest),
    path("sw.js", installable.service_worker),
    path("offline/", installable.offline),
    # For pages that name no icon of their own, such as the admin's.
    path("favicon.ico", RedirectView.as_view(url=static("icons/mark.svg"))),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("chat.urls")),
    path("", include("operations.urls")),
    path("", api_urlpatterns()),  # last: it has a page of its own at "/", which is nobody's
]
