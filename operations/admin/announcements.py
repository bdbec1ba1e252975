"""Announcements are made, changed and ended here."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.text import Truncator

from accounts.admin.changelist import CarefulAdmin
from operations.models import Announcement


@admin.register(Announcement)
class AnnouncementAdmin(CarefulAdmin[Announcement]):
    list_display = ("shown_text", "level", "audience", "starts_at", "ends_at", "is_shown")
    list_filter = ("level", "audience")
    fields = ("text", "level", "audience", "is_dismissible", "starts_at", "ends_at")

    @admin.display(description="text")
    def shown_text(self, announcement: Announcement) -> str:
        return Truncator(" ".join(announcement.text.split())).chars(80)

    @admin.display(description="shown now", boolean=True)
    def is_shown(self, announcement: Announcement) -> bool:
        now, ends_at = timezone.now(), announcement.ends_at
        return announcement.starts_at <= now and (ends_at is None or ends_at > now)
