"""The chat app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ChatConfig(AppConfig):
    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chat.privacy import append_only
        from chat.reviewers import ensure_reviewers_group
        from chat.word_index import drop_triggers, mend_triggers

        post_migrate.connect(ensure_reviewers_group, sender=self)
        pre_migrate.connect(drop_triggers, sender=self)
        post_migrate.connect(mend_triggers, sender=self)
        post_migrate.connect(append_only.mend, sender=self)
