"""The operations app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete


class OperationsConfig(AppConfig):
    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.models import Team
        from chat.models import ApiGeneration, Conversation
        from operations import announcing
        from operations.models import Announcement
        from operations.usage import counting

        # What is deleted is counted first, whoever deletes it and by whatever way.
        pre_delete.connect(counting.before_conversation_goes, sender=Conversation)
        pre_delete.connect(counting.before_request_goes, sender=ApiGeneration)
        pre_delete.connect(counting.before_team_goes, sender=Team)
        post_save.connect(announcing.changed, sender=Announcement)
        post_delete.connect(announcing.changed, sender=Announcement)
