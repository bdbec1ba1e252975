"""Other versions of a turn: written again, edited, continued, and which of them is shown.

Nothing is overwritten: each version is a message of its own beside the others. Refusals are those
of chat.exceptions.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from chat import selectors
from chat.exceptions import Busy, CannotContinue, NotFound
from chat.models import Conversation, Generation, Message
from chat.notices import announce_change
from chat.paths import find_end_through
from chat.starting import after_the_last_reply, make_turn, started
from chat.texts import check_reply_text, check_text
from chat.turns import Asked, find_newest, new_message, store_edited_reply
from inference.client import default_model


def retry_reply(*, author: User, client_id: UUID, message_id: UUID) -> Generation:
    """Ask for another reply beside the one with `message_id`. Raises as send_message."""
    store = partial(_find_answered, author=author, message_id=message_id)
    return started(make_turn(author=author, client_id=client_id, store=store))


def continue_reply(*, author: User, client_id: UUID, message_id: UUID) -> Generation:
    """Ask for a reply that begins with the text of this one, which stays as it is. Raises as
    send_message, and CannotContinue."""
    store = partial(_find_begun, author=author, message_id=message_id)
    return started(make_turn(author=author, client_id=client_id, store=store))


def edit_message(*, author: User, client_id: UUID, message_id: UUID, text: str) -> Generation:
    """Say it in other words, and ask for the reply to them. Raises as send_message."""
    check_text(text)
    store = partial(_store_edited, author=author, message_id=message_id, text=text)
    return started(make_turn(author=author, client_id=client_id, store=store))


def edit_reply(*, author: User, client_id: UUID, message_id: UUID, text: str) -> Message:
    """Put other words into the model's mouth; nothing is generated. Raises NotFound, TextRefused,
    Busy or Unavailable."""
    check_reply_text(text)
    store = partial(
        _store_edited_reply, author=author, client_id=client_id, message_id=message_id, text=text
    )
    try:
        edited = after_the_last_reply(store)
    except (IntegrityError, Busy) as error:  # this very client id came before
        before = _find_edited_reply(author, client_id)
        if before is None:
            raise Busy from error
        return before
    announce_change(edited.conversation_id)
    return edited


def show_branch(*, user: User, message_id: UUID) -> Conversation:
    """Show the path through this message. Raises NotFound, Busy or Unavailable."""
    conversation, has_changed = after_the_last_reply(
        partial(_choose, user=user, message_id=message_id)
    )
    if has_changed:
        announce_change(conversation.pk)
    return conversation


@transaction.atomic
def _choose(*, user: User, message_id: UUID) -> tuple[Conversation, bool]:
    message, newest = _find(user, message_id)
    conversation = message.conversation
    end = find_end_through(message)
    has_changed = end != (conversation.head_id or newest.pk)
    if has_changed:
        conversation.show(end)
    return conversation, has_changed


def _find_answered(*, author: User, message_id: UUID) -> Asked:
    reply, newest = _find_reply(author, message_id)
    assert reply.parent is not None
    return Asked(reply.parent, newest.created_at)


def _find_begun(*, author: User, message_id: UUID) -> Asked:
    reply, newest = _find_reply(author, message_id)
    assert reply.parent is not None
    _check_can_continue(reply)
    return Asked(reply.parent, newest.created_at, begun=reply)


def _store_edited(*, author: User, message_id: UUID, text: str) -> Asked:
    message, newest = _find(author, message_id)
    if message.role != Message.Role.USER:
        raise NotFound
    return new_message(
        author=author,
        conversation=message.conversation,
        parent=message.parent,
        text=text,
        after=newest.created_at,
    )


@transaction.atomic
def _store_edited_reply(*, author: User, client_id: UUID, message_id: UUID, text: str) -> Message:
    reply, newest = _find_reply(author, message_id)
    edited = store_edited_reply(
        reply, author=author, client_id=client_id, text=text, after=newest.created_at
    )
    edited.conversation.touch()
    return edited


def _find_edited_reply(author: User, client_id: UUID) -> Message | None:
    edited = Message.objects.select_related("conversation").filter(
        selectors.taken_part_in(author, "conversation__")
    )
    return edited.filter(edited_by=author, edit_client_id=client_id).first()


def _check_can_continue(reply: Message) -> None:
    generation, model = reply.try_at_it, reply.conversation.model or default_model()
    if not reply.text.strip():
        raise CannotContinue("There is no text that could be continued. Choose Retry instead.")
    if generation is not None and generation.model not in ("", model):
        raise CannotContinue(
            f"This reply was written by {generation.model}, and this conversation is answered by "
            f"{model} now, which cannot go on in it. Choose Retry for a reply of its own."
        )


def _find_reply(user: User, message_id: UUID) -> tuple[Message, Message]:
    message, newest = _find(user, message_id)
    if message.role != Message.Role.ASSISTANT or message.parent is None:
        raise NotFound
    return message, newest


def _find(user: User, message_id: UUID) -> tuple[Message, Message]:
    """With the newest message of its conversation, which is locked. Raises NotFound, ReadOnly, or
    StillActive while a reply is being written."""
    message = selectors.get_message(user, message_id)
    conversation = selectors.get_conversation(
        user, message.conversation_id, to_write=True, is_locked=True
    )
    message.conversation = conversation
    if message.parent is not None:
        message.parent.conversation = conversation
    return message, find_newest(conversation) or message
