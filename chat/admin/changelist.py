"""Lists that cost the same however many rows there are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.changelist import CarefulChangeList

MOST_LISTED = 1_000  # twenty pages; who wants to see others narrows the list


class SearchedOnceChangeList(CarefulChangeList):
    """Searches once for a request, also where an action asks again for what was found."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        if exclude_parameters is None and "queryset" in vars(self):
            again: QuerySet[Any] = self.queryset.all()
            return again
        return self.look_for(super().get_queryset(request, exclude_parameters), request)

    def look_for(self, found: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """What is listed of what was asked for."""
        raise NotImplementedError


class FewRowsChangeList(SearchedOnceChangeList):
    """Where what is asked for leaves few rows, they are looked for once. All else on the page, from
    how many they are to the dates among them, is asked of their ids."""

    def look_for(self, found: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        if not self.query and not self.get_filters_params():
            return found
        ids = list(found.values_list("pk", flat=True)[: MOST_LISTED + 1])
        if len(ids) > MOST_LISTED:
            return found
        rows = self.root_queryset.filter(pk__in=ids)
        return self.apply_select_related(rows).order_by(*found.query.order_by)


class BoundedChangeList(SearchedOnceChangeList):
    """The first MOST_LISTED of what was asked for. Their ids are looked for once; they are what is
    counted, and of a page no more is loaded than it shows. `everything`: all that was asked for.
    What was chosen one by one is found wherever it stands by now."""

    everything: QuerySet[Any]
    is_cut = False
    _ids: list[UUID]

    def look_for(self, found: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        self.everything = found
        chosen = _chosen(request)
        if chosen is not None:
            found = found.filter(pk__in=chosen)
        ids = list(self.first_ids(found)[: MOST_LISTED + 1])
        self.is_cut = len(ids) > MOST_LISTED
        self._ids = ids[:MOST_LISTED]
        rows = self.root_queryset.filter(pk__in=self._ids)
        return self.apply_select_related(rows).order_by(*found.query.order_by)

    def first_ids(self, found: QuerySet[Any]) -> QuerySet[Any, Any]:
        """In the order of what was found."""
        return found.values_list("pk", flat=True)

    def get_results(self, request: HttpRequest) -> None:
        paginator = self.model_admin.get_paginator(request, self._ids, self.list_per_page)  # type: ignore[arg-type]
        page = paginator.get_page(self.page_num)  # the last, where that one was emptied meanwhile
        ids = list(page.object_list)
        self.page_num = page.number
        self.paginator = paginator
        self.result_count = len(self._ids)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(ids)
        self.can_show_all = False
        self.multi_page = paginator.num_pages > 1
        self.date_hierarchy = None  # of which dates there are would be asked again
        rows = self.apply_select_related(self.root_queryset.filter(pk__in=ids))
        self.result_list = rows.order_by(*self.queryset.query.order_by)


def _chosen(request: HttpRequest) -> list[str] | None:
    """Of rows that an action is for; `None` where it is for the whole list, or there is none."""
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return chosen if chosen and request.POST.get("select_across") != "1" else None
