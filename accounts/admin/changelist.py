"""Lists whose address anybody may have typed, and whose form anybody may have filled in."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

ModelT = TypeVar("ModelT", bound=Model)

# By what secrets are known again. Who may ask with what one begins reads it letter by letter. To
# other tables, where there are more, Django leads no filter that is not ours.
SECRETS = frozenset({"digest", "password"})

# Django's own words, which are translated.
NOTHING_SELECTED = (
    "Items must be selected in order to perform actions on them. No items have been changed."
)


class CarefulChangeList(ChangeList):
    """A filter by a moment that there is none of is a wrong one, which leads back to the list."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().__init__(request, *args, **kwargs)
        except (ValueError, OverflowError) as error:
            if not self.get_filters_params():
                raise
            raise IncorrectLookupParameters(error) from error


class CarefulAdmin(admin.ModelAdmin[ModelT]):
    """For every list of ours, whatever else it does."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CarefulChangeList]:
        return CarefulChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Where what is selected can be the id of nothing, nothing is selected."""
        if self.has_view_or_change_permission(request) and not self._is_possible(request):
            self.message_user(request, gettext(NOTHING_SELECTED), messages.WARNING)
            return redirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        is_secret = not SECRETS.isdisjoint(lookup.split(LOOKUP_SEP))
        return not is_secret and super().lookup_allowed(lookup, value, request)

    def _is_possible(self, request: HttpRequest) -> bool:
        try:
            for selected in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.clean(selected, None)
        except (ValidationError, ValueError):
            return False
        return True
