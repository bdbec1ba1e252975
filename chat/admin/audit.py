"""The audit log: read, filtered, taken along as CSV. Nobody changes it, here or anywhere."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin.changelist import CarefulAdmin
from chat.admin.changelist import FewRowsChangeList
from chat.admin.tables import csv_lines
from chat.models import AuditEntry

COLUMNS = (
    *("number", "moment", "actor_id", "actor_name", "action", "owner_id", "owner_name"),
    *("subject", "reason", "detail", "previous", "digest"),
)


@admin.register(AuditEntry)
class AuditEntryAdmin(CarefulAdmin[AuditEntry]):
    list_display = ("number", "moment", "actor_name", "action", "owner_name", "what", "why")
    list_filter = ("action", "moment")
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "moment"
    search_fields = ("actor_name", "owner_name", "subject", "reason")
    search_help_text = "Searches people, ids and reasons."
    fields = readonly_fields = COLUMNS
    change_list_template = "admin/chat/auditentry/list.html"

    @admin.display(description="what")
    def what(self, entry: AuditEntry) -> str:
        """Short; the whole id is on its page."""
        kind, _, subject_id = entry.subject.rpartition(" ")
        return f"{kind} {subject_id[:8]}" if kind else entry.subject

    @admin.display(description="why")
    def why(self, entry: AuditEntry) -> SafeString:
        if not entry.detail:
            return format_html("{}", entry.reason)
        return format_html("{} <q>{}</q>", entry.reason, entry.detail)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[FewRowsChangeList]:
        return FewRowsChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("export.csv", export, name="chat_auditentry_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """What the list shows with the same filters, all pages of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:  # a filter that there is none of, as the list has it
            return redirect(f"{reverse('admin:chat_auditentry_changelist')}?e=1")
        lines = csv_lines(COLUMNS, map(_row, entries.iterator()))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
        return response


def _row(entry: AuditEntry) -> list[object]:
    row = {name: getattr(entry, name) for name in COLUMNS}
    return list((row | {"moment": entry.moment.isoformat()}).values())
