"""The labels of the site, and what each letter means."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin.changelist import CarefulAdmin
from chat.models import ReviewLabel


@admin.register(ReviewLabel)
class ReviewLabelAdmin(CarefulAdmin[ReviewLabel]):
    """Deleting one takes it off everything that carries it; retiring it does not."""

    list_display = ("name", "shown_letter", "shown_colour", "description", "is_retired")
    list_filter = ("is_retired",)
    search_fields = ("name", "description")
    change_list_template = "admin/chat/reviewlabel/list.html"

    @admin.display(description="key", ordering="letter")
    def shown_letter(self, label: ReviewLabel) -> SafeString:
        return format_html("<kbd>{}</kbd>", label.letter)

    @admin.display(description="colour", ordering="colour")
    def shown_colour(self, label: ReviewLabel) -> SafeString:
        words = label.get_colour_display()
        return format_html('<span class="label label-{}">{}</span>', label.colour, words)
