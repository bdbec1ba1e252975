"""Operations in the administration: how much is used, what happens now, what everybody is told."""

from operations.admin.announcements import AnnouncementAdmin
from operations.admin.live import LiveAdmin
from operations.admin.usage import UsageAdmin

__all__ = ["AnnouncementAdmin", "LiveAdmin", "UsageAdmin"]
