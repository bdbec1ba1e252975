"""What the database keeps of the chat. Knows no socket and no Redis."""

from chat.models.api_generations import ApiGeneration
from chat.models.audit import AuditEntry
from chat.models.conversations import TITLE_CHARACTERS, Conversation, Message
from chat.models.generations import Generation
from chat.models.holds import Hold
from chat.models.imports import Import, ImportPart
from chat.models.library import NAME_CHARACTERS, PROMPT_CHARACTERS, Folder, SavedPrompt, Tag, key_of
from chat.models.queued_messages import QueuedMessage, QueuedMessageQuerySet
from chat.models.shared_links import SharedLink, SharedMessage

__all__ = [
    "NAME_CHARACTERS",
    "PROMPT_CHARACTERS",
    "TITLE_CHARACTERS",
    "ApiGeneration",
    "AuditEntry",
    "Conversation",
    "Folder",
    "Generation",
    "Hold",
    "Import",
    "ImportPart",
    "Message",
    "QueuedMessage",
    "QueuedMessageQuerySet",
    "SavedPrompt",
    "SharedLink",
    "SharedMessage",
    "Tag",
    "key_of",
]
