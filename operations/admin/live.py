"""The page of live operations, the piece of it that is fetched again and again, and Stop."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from accounts.models import User
from chat.exceptions import Unavailable
from inference.exceptions import StoreUnavailable
from operations import live
from operations.admin.page import PageAdmin
from operations.models import LiveOperation

AWAY = "Redis does not answer just now: the reply could not be stopped. Try again."


@admin.register(LiveOperation)
class LiveAdmin(PageAdmin[LiveOperation]):
    def get_urls(self) -> list[URLPattern]:
        protected = self.admin_site.admin_view
        return [
            path("", protected(self.page_view), name="operations_liveoperation_changelist"),
            path("piece/", protected(self.piece_view), name="operations_live_piece"),
            path(
                "stop/<uuid:generation_id>/", protected(self.stop_view), name="operations_live_stop"
            ),
        ]

    def page_view(self, request: HttpRequest) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **self._context(request),
            "title": "Live operations",
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/operations/live.html", context)

    def piece_view(self, request: HttpRequest) -> HttpResponse:
        return render(request, "admin/operations/live_piece.html", self._context(request))

    def stop_view(self, request: HttpRequest, generation_id: UUID) -> HttpResponse:
        if not request.user.has_perm("operations.stop_reply"):
            raise PermissionDenied
        if request.method == "POST":
            self._stop(request, generation_id)
        return redirect("admin:operations_liveoperation_changelist")

    def _stop(self, request: HttpRequest, generation_id: UUID) -> None:
        try:
            was_there = live.stop(cast("User", request.user), generation_id)
        except (Unavailable, StoreUnavailable):
            messages.error(request, AWAY)
        else:
            words = "The reply is being stopped." if was_there else "That reply has ended already."
            messages.success(request, words)

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return {
            "live": live.look(),
            "now": timezone.now(),
            "may_stop": request.user.has_perm("operations.stop_reply"),
        }
