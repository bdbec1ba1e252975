"""What people put before reviewers, so that it can be read where the policy keeps all else closed.

Whoever may say so of a conversation calls `flag`: its owner on the page; feedback on a reply of it.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.models import AuditEntry, Conversation, ReviewItem
from chat.models.tries import storable
from chat.privacy.audit import record
from chat.privacy.holds import is_held

NOTE_CHARACTERS = 500


def is_flagged(conversation: Conversation) -> bool:
    return conversation.flagged_at is not None


def flag(conversation: Conversation, *, by: User, note: str = "") -> None:
    """It waits for reviewers from now on. Once more changes the note alone; a legal hold keeps the
    note that is there. It goes with the conversation, and is not in the log."""
    with transaction.atomic():
        is_news = not is_flagged(conversation)
        if is_news:
            record(AuditEntry.Action.REPORTED, actor=by, about=conversation)
            conversation.flagged_at = timezone.now()
        if not keeps_note(conversation):
            conversation.flag_note = storable(note.strip())[:NOTE_CHARACTERS]
        conversation.save(update_fields=["flagged_at", "flag_note"])
        if is_news:
            ReviewItem.objects.put(conversation, ReviewItem.Source.REPORT)


def unflag(conversation: Conversation, *, by: User) -> None:
    """What was read meanwhile was read. A legal hold keeps the note until it is released."""
    if not is_flagged(conversation):
        return
    with transaction.atomic():
        record(AuditEntry.Action.WITHDRAWN, actor=by, about=conversation)
        conversation.flagged_at = None
        if not keeps_note(conversation):
            conversation.flag_note = ""
        conversation.save(update_fields=["flagged_at", "flag_note"])
        ReviewItem.objects.withdraw(conversation)


def keeps_note(conversation: Conversation) -> bool:
    """There is one, and a legal hold."""
    return bool(conversation.flag_note) and is_held(conversation)
