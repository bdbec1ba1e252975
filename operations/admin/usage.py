"""The dashboard of usage: tables, charts of the same numbers, and the numbers to take along."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from chat.admin.tables import csv_download
from operations.admin.page import PageAdmin
from operations.admin.periods import LENGTHS, read_period
from operations.models import Usage
from operations.usage.histogram import ERROR
from operations.usage.reading import MOST_ROWS, read_usage
from operations.usage.tables import KINDS, build_chart, build_csv, build_tables
from operations.usage.tiles import build_tiles


@admin.register(Usage)
class UsageAdmin(PageAdmin[Usage]):
    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.page_view)
        take = self.admin_site.admin_view(self.csv_view)
        return [
            path("", page, name="operations_usage_changelist"),
            path("<slug:kind>.csv", take, name="operations_usage_csv"),
        ]

    def page_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        period, form = read_period(request.GET)
        report = read_usage(period)
        context = {
            **self.admin_site.each_context(request),
            "title": "Usage",
            "opts": self.opts,
            "form": form,
            "lengths": LENGTHS,
            "period": period,
            "report": report,
            "tiles": build_tiles(report.total),
            "tables": build_tables(report),
            "chart": build_chart(report),
            "query": request.GET.urlencode(),
            "most_rows": MOST_ROWS,
            "error_percent": f"{100 * ERROR:.0f}",
        }
        return TemplateResponse(request, "admin/operations/usage.html", context)

    def csv_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in KINDS:
            raise Http404
        period, _ = read_period(request.GET)
        head, rows = build_csv(read_usage(period, most=None), kind)
        name = f"usage-{kind}-{period.first}-{period.last}.csv"
        return csv_download(name, head, rows)
