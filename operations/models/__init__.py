"""What operations keeps: counts without texts, and announcements."""

from operations.models.announcements import Announcement, Dismissal
from operations.models.live import LiveOperation
from operations.models.usage import CountedReply, Refusal, Usage

__all__ = ["Announcement", "CountedReply", "Dismissal", "LiveOperation", "Refusal", "Usage"]
