"""What the database keeps of the chat. Knows no socket and no Redis."""

from chat.models.api_generations import ApiGeneration
from chat.models.audit import AuditEntry
from chat.models.conversations import TITLE_CHARACTERS, Conversation, LastSeen, Message
from chat.models.feedback import COMMENT_CHARACTERS, Feedback, Reason
from chat.models.generations import Generation
from chat.models.holds import Hold
from chat.models.imports import Import, ImportPart
from chat.models.library import NAME_CHARACTERS, PROMPT_CHARACTERS, Folder, SavedPrompt, Tag, key_of
from chat.models.queued_messages import QueuedMessage, QueuedMessageQuerySet
from chat.models.records import ReplyRecord, Rerun
from chat.models.review import (
    NOTE_CHARACTERS,
    Assessment,
    ReviewItem,
    ReviewLabel,
    ReviewNote,
)
from chat.models.shared_links import SharedLink, SharedMessage

__all__ = [
    "COMMENT_CHARACTERS",
    "NAME_CHARACTERS",
    "NOTE_CHARACTERS",
    "PROMPT_CHARACTERS",
    "TITLE_CHARACTERS",
    "ApiGeneration",
    "Assessment",
    "AuditEntry",
    "Conversation",
    "Feedback",
    "Folder",
    "Generation",
    "Hold",
    "Import",
    "ImportPart",
    "LastSeen",
    "Message",
    "QueuedMessage",
    "QueuedMessageQuerySet",
    "Reason",
    "ReplyRecord",
    "Rerun",
    "ReviewItem",
    "ReviewLabel",
    "ReviewNote",
    "SavedPrompt",
    "SharedLink",
    "SharedMessage",
    "Tag",
    "key_of",
]
