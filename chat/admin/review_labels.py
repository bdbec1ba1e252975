"""The labels of the site, and what each letter means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin.changelist import CarefulAdmin
from chat.models import Conversation, ReviewLabel
from chat.privacy.policy import held


@admin.register(ReviewLabel)
class ReviewLabelAdmin(CarefulAdmin[ReviewLabel]):
    """Deleting one takes it off everything that carries it; retiring it does not."""

    list_display = ("name", "shown_letter", "shown_colour", "description", "is_retired")
    list_filter = ("is_retired",)
    search_fields = ("name", "description")
    change_list_template = "admin/chat/reviewlabel/list.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What carries it and is under a legal hold keeps it."""
        going, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        on_hold = Conversation.objects.filter(held())
        kept = [
            f"{one}: legal hold on a conversation that carries it"
            for one in cast("Iterable[ReviewLabel]", objs)
            if one.assessments.filter(item__conversation__in=on_hold).exists()
        ]
        return going, counts, perms_needed, [*kept, *protected]

    @admin.display(description="key", ordering="letter")
    def shown_letter(self, label: ReviewLabel) -> SafeString:
        return format_html("<kbd>{}</kbd>", label.letter)

    @admin.display(description="colour", ordering="colour")
    def shown_colour(self, label: ReviewLabel) -> SafeString:
        words = label.get_colour_display()
        return format_html('<span class="label label-{}">{}</span>', label.colour, words)
