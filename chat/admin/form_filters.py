"""Filters of lists that one types into: for what has too many values for a list of links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.contrib.admin import ListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware

from accounts.models import Team

MOST_SUGGESTED = 50
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)  # a calendar ends, and zones shift it
OTHERS_KEEP = ("p", "e")  # what a page number and an error of before have to do with it: nothing


class FormFilter(ListFilter):
    """parameter_names: of its fields; the first word of each label is on the page."""

    template = "admin/chat/form_filter.html"
    parameter_names: ClassVar[tuple[str, ...]]
    labels: ClassVar[tuple[str, ...]]
    input_type: ClassVar[str] = "text"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.parameter_names:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1].strip()

    def value(self, name: str = "") -> str:
        return str(self.used_parameters.get(name or self.parameter_names[0], ""))

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.parameter_names)

    def suggestions(self) -> list[str]:
        return []

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """One, which the template takes for the whole form."""
        kept = {**changelist.filter_params}
        for name in (*self.parameter_names, *OTHERS_KEEP):
            kept.pop(name, None)
        yield {
            "selected": any(map(self.value, self.parameter_names)),
            "fields": [
                {"name": name, "label": label, "value": self.value(name)}
                for name, label in zip(self.parameter_names, self.labels, strict=True)
            ],
            "kept": [(name, value) for name, values in kept.items() for value in values],
            "input_type": self.input_type,
            "suggestions": self.suggestions(),
            "query_string": changelist.get_query_string(remove=list(self.parameter_names)),
        }


class UserFilter(FormFilter):
    """Whose, by the whole name."""

    title = "user"
    parameter_names = ("user",)
    labels = ("User name",)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.value()
        return queryset.filter(owner__username__iexact=name) if name else queryset


class TeamFilter(FormFilter):
    """By the whole name of a team."""

    title = "team"
    parameter_names = ("team",)
    labels = ("Name of a team",)

    def suggestions(self) -> list[str]:
        """Until one is typed: what a page asks of the database is bounded."""
        if self.value():
            return []
        return list(Team.objects.values_list("name", flat=True)[:MOST_SUGGESTED])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.value()
        if not name:
            return queryset
        teams = Team.objects.filter(name__iexact=name).values_list("pk", flat=True)
        return queryset.filter(team__in=list(teams))


class PeriodFilter(FormFilter):
    """Last activity from one day to another, both included."""

    title = "days of last activity"
    parameter_names = ("since", "until")
    labels = ("From", "To")
    input_type = "date"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        since, until = (_midnight(self.value(name)) for name in self.parameter_names)
        if since:
            queryset = queryset.filter(updated_at__gte=since)
        return queryset.filter(updated_at__lt=until + timedelta(days=1)) if until else queryset


def _midnight(typed: str) -> datetime | None:
    """Before that day; `None` for what is no day of our time."""
    try:
        day = parse_date(typed)
    except ValueError:  # 2026-02-31
        return None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return None
    return make_aware(datetime.combine(day, time.min))
