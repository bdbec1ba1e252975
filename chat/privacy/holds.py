"""Legal holds: what is held is not deleted, by whomever. Placing and releasing is in the log."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from chat.models import AuditEntry, Conversation, Feedback, Hold, Message
from chat.privacy.audit import record, wait_for_turn
from chat.privacy.policy import held


def is_held(conversation: Conversation) -> bool:
    return Conversation.objects.filter(held(), pk=conversation.pk).exists()


def not_held(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return conversations.exclude(held())


def is_account_held(user: User) -> bool:
    return Hold.objects.filter(account=user).exists()


def holds_back(user: User) -> bool:
    """Their account cannot be deleted: it is held itself, or a conversation of it, or one of a team
    in which they wrote, or edited or judged a reply: without the account nobody knew that it was
    they."""
    by_them = Q(author=user) | Q(edited_by=user)
    wrote = Message.objects.filter(by_them, conversation=OuterRef("pk"))
    judged = Feedback.objects.filter(message__conversation=OuterRef("pk"), giver=user)
    theirs = Q(owner=user) | Q(team__isnull=False) & (Exists(wrote) | Exists(judged))
    return user.holds.exists() or Conversation.objects.filter(theirs, held()).exists()


def place(hold: Hold, *, by: User) -> None:
    """A purge that is at work is over when this has its turn, or finds the hold."""
    with transaction.atomic():
        wait_for_turn()
        if hold.conversation is not None:
            Conversation.objects.select_for_update().get(pk=hold.conversation.pk)
        if hold.account is not None:
            User.objects.select_for_update().get(pk=hold.account.pk)
        _record(AuditEntry.Action.HELD, hold, by)
        hold.placed_by = by.username
        hold.save()


def release(hold: Hold, *, by: User) -> None:
    """Notes for reviewers that it kept when they were taken back go now."""
    with transaction.atomic():
        _record(AuditEntry.Action.RELEASED, hold, by)
        hold.delete()
        withdrawn = Conversation.objects.filter(flagged_at=None).exclude(flag_note="")
        not_held(withdrawn).update(flag_note="")


def _record(action: AuditEntry.Action, hold: Hold, by: User) -> None:
    """With the reason of the hold, for the log outlives it."""
    about, whose = hold.conversation, hold.account
    record(action, actor=by, about=about, whose=whose, reason=hold.reason)
