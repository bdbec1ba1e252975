"""Which days the dashboard is about, as its address says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.widgets import DateInput

from operations.usage.days import today
from operations.usage.reading import Period

LENGTHS = (7, 30, 90)
USUAL_DAYS = 30
MOST_DAYS = 366
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)  # far from where dates can be reckoned with


class PeriodForm(forms.Form):
    """`first` and `last`, or `days` that end today."""

    days = forms.TypedChoiceField(
        choices=[(one, one) for one in LENGTHS], coerce=int, required=False, empty_value=None
    )
    first = forms.DateField(label="From", required=False, widget=DateInput({"type": "date"}))
    last = forms.DateField(label="to", required=False, widget=DateInput({"type": "date"}))

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or {})}
        first, last = cleaned.get("first"), cleaned.get("last") or today()
        if not all(EARLIEST <= day <= LATEST for day in (first or last, last)):
            raise forms.ValidationError(f"Days from {EARLIEST} to {LATEST} can be chosen.")
        if first and first > last:
            raise forms.ValidationError("The first day comes after the last one.")
        if first and (last - first).days >= MOST_DAYS:
            raise forms.ValidationError(f"At most {MOST_DAYS} days at once.")
        return cleaned


def read_period(query: Mapping[str, Any]) -> tuple[Period, PeriodForm]:
    """What cannot be understood is told by the form, and the usual days are shown."""
    form = PeriodForm(query)
    chosen = form.cleaned_data if form.is_valid() else {}
    last = chosen.get("last") or today()
    first = chosen.get("first")
    if first is None:
        first = last - timedelta(days=(chosen.get("days") or USUAL_DAYS) - 1)
    return Period(first, last), form
