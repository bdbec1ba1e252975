"""The accounts app."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import invitations
        from accounts.models import User

        pre_delete.connect(invitations.before_inviter_goes, sender=User)
