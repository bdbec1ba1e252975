"""A page in the administration that stands for a model, and lists none of it."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

ModelT = TypeVar("ModelT", bound=models.Model)


class PageAdmin(admin.ModelAdmin[ModelT]):
    """Its list is the page, its permission to view is that to see it; there are no rows."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ModelT | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelT | None = None) -> bool:
        return False
