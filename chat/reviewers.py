"""The group of those who may read conversations, as far as the policy opens them, and review
them."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

REVIEWERS = "Reviewers"


def ensure_reviewers_group(sender: AppConfig, **kwargs: Any) -> None:
    """Made once after migrating; what an administrator changes in it later stays."""
    create_permissions(sender, verbosity=0, using=kwargs["using"])
    group, created = Group.objects.using(kwargs["using"]).get_or_create(name=REVIEWERS)
    if created:
        group.permissions.add(
            *Permission.objects.using(kwargs["using"]).filter(
                content_type__app_label="chat", codename__in=["view_conversation", "review"]
            )
        )
