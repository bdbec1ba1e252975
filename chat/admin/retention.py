"""The page that shows what retention would delete, by the site's rule or by one that is thought of.
It shows no text, and changes nothing: the rule itself is a setting of the site."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.teams.forms import MOST_DAYS
from chat.models import Hold
from chat.retention import foresee, list_due

MOST_ROWS = 100  # the counts are of all


class DaysForm(forms.Form):
    """`days`: as if RETENTION_DAYS were so many; 0: without a rule of the site."""

    days = forms.IntegerField(label="Keep for days", min_value=0, max_value=MOST_DAYS)


def retention_view(holds: admin.ModelAdmin[Hold]) -> Callable[[HttpRequest], HttpResponse]:
    @permission_required("chat.view_hold", raise_exception=True)
    def view(request: HttpRequest) -> HttpResponse:
        rule = settings.RETENTION_DAYS
        form = DaysForm(request.GET if "days" in request.GET else {"days": rule})
        days = form.cleaned_data["days"] if form.is_valid() else rule
        context: dict[str, Any] = {
            **holds.admin_site.each_context(request),
            "title": "Retention, dry run",
            "opts": holds.opts,
            "form": form,
            "rule": rule,
            "forecast": foresee(days),
            "rows": list(islice(list_due(days), MOST_ROWS)),
            "most_rows": MOST_ROWS,
        }
        return TemplateResponse(request, "admin/chat/hold/retention.html", context)

    return view
