"""Groups, in a list as careful as the others."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group

from accounts.admin.changelist import CarefulAdmin

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(CarefulAdmin[Group], DjangoGroupAdmin):
    pass
