"""What happens now has no table, but a place in the administration and permissions."""

from __future__ import annotations

from django.db import models


class LiveOperation(models.Model):
    """Stands for the page of live operations. No row is ever made of it."""

    class Meta:
        managed = False
        verbose_name = "live operation"
        default_permissions = ("view",)
        permissions = (("stop_reply", "Can stop any reply that is being written"),)

    def __str__(self) -> str:
        return "Live operations"
