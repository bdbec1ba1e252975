"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from chat.api.site import api
from chatsite import health

handler500 = "chatsite.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    # For pages that name no icon of their own, such as the admin's.
    path("favicon.ico", RedirectView.as_view(url=static("icons/mark.svg"))),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("chat.urls")),
    path("", api.urls),  # last: it has a page of its own at "/", which is nobody's
]
