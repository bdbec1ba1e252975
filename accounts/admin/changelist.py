"""Lists whose address anybody may have typed."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model
from django.http import HttpRequest

ModelT = TypeVar("ModelT", bound=Model)


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
    """For lists that are otherwise as Django makes them."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CarefulChangeList]:
        return CarefulChangeList
