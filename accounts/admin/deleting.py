"""Deleting the rows that were chosen in a list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

# The page that asks whether it is meant has a field for each, and Django takes no form with more
# than DATA_UPLOAD_MAX_NUMBER_FIELDS (1,000).
MOST_AT_ONCE = 500
TOO_MANY = (
    f"Nothing was deleted: at most {MOST_AT_ONCE} are deleted at once, and these are {{count:,}}. "
    "Search or filter for fewer, or choose them page by page."
)


@admin.action(permissions=["delete"], description=delete_selected.short_description)  # type: ignore[attr-defined]
def delete_some(
    modeladmin: admin.ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Django's own, of not too many."""
    count = queryset.count()
    if count > MOST_AT_ONCE:
        modeladmin.message_user(request, TOO_MANY.format(count=count), messages.ERROR)
        return None
    return delete_selected(modeladmin, request, queryset)
