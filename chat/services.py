"""What a user may do. Nothing else writes conversations; refusals are those of chat.exceptions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from chat import queueing, selectors
from chat.activity import announce_activity
from chat.asking import ask, ask_within_quota
from chat.conversation_settings import AS_THE_SITE, ConversationSettings
from chat.exceptions import AlreadySent, Busy, NotFound, StaleParent, TooMany, Unavailable
from chat.models import Conversation, Generation, Message, QueuedMessage
from chat.notices import announce_change
from chat.tasks import save_outcome
from chat.texts import check_text, clean_title, title_from
from chat.turns import Asked, StillActive, find_newest, store_message, store_turn, undo
from inference.client import recover_outcome, request_stop
from inference.contract import Outcome
from inference.exceptions import Overloaded, StoreUnavailable

logger = logging.getLogger(__name__)


def send_message(
    *,
    author: User,
    client_id: UUID,
    conversation_id: UUID | None,
    parent_id: UUID | None,
    text: str,
    settings: ConversationSettings = AS_THE_SITE,
) -> Generation:
    """Store the message with the reply that will answer it, and ask for that reply. settings: of
    the conversation, if it begins with this.

    The same client_id again answers with what it made before. Raises NotFound, TextRefused,
    StaleParent, Busy, TooMany or Unavailable; then nothing was stored.
    """
    check_text(text)
    store = partial(
        _store_message,
        author=author,
        client_id=client_id,
        conversation_id=conversation_id,
        parent_id=parent_id,
        text=text,
        settings=settings,
    )
    generation = _make_turn(author=author, client_id=client_id, store=store)
    return _started(generation, is_new_conversation=conversation_id is None)


def send_or_queue(
    *,
    author: User,
    client_id: UUID,
    conversation_id: UUID | None,
    parent_id: UUID | None,
    text: str,
    settings: ConversationSettings = AS_THE_SITE,
) -> Generation | QueuedMessage:
    """As send_message; but while a reply is being written, or others wait, the message waits too.
    Raises also QueueFull and AlreadyRemoved."""
    send = partial(
        send_message,
        author=author,
        client_id=client_id,
        conversation_id=conversation_id,
        parent_id=parent_id,
        text=text,
        settings=settings,
    )
    try:
        return send()
    except Busy:
        if conversation_id is None:
            raise
    conversation = selectors.get_conversation(author, conversation_id)
    added = queueing.add(author=author, client_id=client_id, conversation=conversation, text=text)
    sent = queueing.go_on(conversation.pk)  # the reply may have ended just now
    return sent if sent is not None and sent.client_id == client_id else added


def edit_queued(*, user: User, client_id: UUID, text: str) -> Conversation:
    """Raises TextRefused, NotFound, AlreadySent or AlreadyRemoved."""
    check_text(text)
    return queueing.edit(author=user, client_id=client_id, text=text)


def cancel_queued(*, user: User, client_id: UUID) -> Conversation:
    """Raises NotFound or AlreadySent."""
    return queueing.cancel(author=user, client_id=client_id)


def send_queued(*, user: User, client_id: UUID) -> Generation:
    """Although the queue is held. What has been sent already is as good as sent now. Raises
    NotFound, AlreadyRemoved, Busy, TooMany or Unavailable; then it is still in the queue."""
    try:
        return queueing.send_now(author=user, client_id=client_id)
    except AlreadySent:
        sent = selectors.find_turn(user, client_id)
        if sent is None:
            raise
        return sent


def retry_reply(*, author: User, client_id: UUID, message_id: UUID) -> Generation:
    """Ask for another reply beside the one with `message_id`. Raises as send_message."""
    store = partial(_find_answered, author=author, message_id=message_id)
    return _started(_make_turn(author=author, client_id=client_id, store=store))


def stop_reply(*, user: User, generation_id: UUID) -> Generation:
    """Raises NotFound or Unavailable. A reply that has ended keeps its ending."""
    generation = selectors.get_generation(user, generation_id)
    if generation.is_active:
        _stop(generation)
    return generation


def rename_conversation(*, user: User, conversation_id: UUID, title: str) -> Conversation:
    conversation = selectors.get_conversation(user, conversation_id)
    conversation.title = clean_title(title)
    conversation.title_by = Conversation.TitleBy.PERSON
    conversation.save(update_fields=["title", "title_by"])
    announce_change(conversation.pk)
    return conversation


def see_conversation(*, user: User, conversation_id: UUID) -> None:
    """They have before them what has ended in it. Raises NotFound."""
    conversation = selectors.get_conversation(user, conversation_id)
    if Conversation.objects.filter(pk=conversation.pk, is_unread=True).update(is_unread=False):
        announce_activity(conversation, "seen")


def configure_conversation(
    *, user: User, conversation_id: UUID, settings: ConversationSettings
) -> Conversation:
    """For the replies to come. Raises NotFound."""
    conversation = selectors.get_conversation(user, conversation_id)
    values = settings.to_json()
    for name, value in values.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(values))
    announce_change(conversation.pk)
    return conversation


def delete_conversation(*, user: User, conversation_id: UUID) -> None:
    delete(selectors.get_conversation(user, conversation_id))


def delete(conversation: Conversation) -> None:
    """For good, with all its messages; a reply that is being written is stopped."""
    for generation in conversation.generations.active():
        try:
            request_stop(str(generation.pk))
        except StoreUnavailable as error:
            logger.warning("Reply %s runs to its end unseen: %s", generation.pk, error)
    conversation_id = conversation.pk
    conversation.delete()
    announce_change(conversation_id)


# --- a turn ---------------------------------------------------------------------------------------


def _make_turn(*, author: User, client_id: UUID, store: Callable[[], Asked]) -> Generation:
    """Stored at once and not looked up before: hardly any client id comes twice, and everybody
    waits for this."""
    try:
        return _after_the_last_reply(
            partial(_store_turn, author=author, client_id=client_id, store=store)
        )
    except (IntegrityError, Busy, Unavailable) as error:
        # This very client id came before, or another turn in this conversation was a moment faster.
        generation = selectors.find_turn(author, client_id)
        if generation is None:
            raise (error if isinstance(error, Unavailable) else Busy()) from error
        return generation


def _started(generation: Generation, *, is_new_conversation: bool = False) -> Generation:
    if generation.queued_at is None and generation.is_active:
        _start(generation)
        if not is_new_conversation:
            generation.conversation.touch()
        announce_change(generation.conversation_id, turn=generation.pk)
    return generation


def _after_the_last_reply(store: Callable[[], Generation]) -> Generation:
    """A reader sees the end of a reply before the web worker has saved it, and may be quick."""
    try:
        return store()
    except StillActive as busy:
        try:
            outcome = recover_outcome(str(busy.generation.pk))
        except StoreUnavailable as error:
            raise Unavailable from error
        if outcome is None:
            raise
    save_outcome(outcome)
    return store()


@transaction.atomic
def _store_turn(*, author: User, client_id: UUID, store: Callable[[], Asked]) -> Generation:
    return store_turn(store(), author=author, client_id=client_id)


def _store_message(
    *,
    author: User,
    client_id: UUID,
    conversation_id: UUID | None,
    parent_id: UUID | None,
    text: str,
    settings: ConversationSettings,
) -> Asked:
    newest, parent = None, None
    if conversation_id is None:
        conversation = Conversation.objects.create(
            owner=author, title=title_from(text), **settings.to_json()
        )
    else:
        conversation = selectors.get_conversation(author, conversation_id, is_locked=True)
    if parent_id is not None:
        parent = conversation.messages.filter(pk=parent_id).first()
        if parent is None:
            raise StaleParent
    if conversation_id is not None:
        newest = find_newest(conversation)
        queueing.check_turn(conversation, client_id)
    return store_message(
        author=author,
        conversation=conversation,
        parent=parent,
        text=text,
        after=newest.created_at if newest else None,
    )


def _find_answered(*, author: User, message_id: UUID) -> Asked:
    reply = selectors.get_message(author, message_id)
    if reply.parent is None or reply.role != Message.Role.ASSISTANT:
        raise NotFound
    newest = find_newest(reply.conversation) or reply
    return Asked(reply.parent, newest.created_at)


# --- asking inference -----------------------------------------------------------------------------


def _start(generation: Generation) -> None:
    try:
        kept = ask_within_quota(generation)
    except (TooMany, Unavailable):
        undo(generation)
        raise
    if not kept:  # The same client id, sent twice at once, was refused and undone meanwhile.
        raise Unavailable


def _stop(generation: Generation) -> None:
    try:
        if generation.queued_at is None:  # else a stop that comes first would be forgotten
            ask(generation)
        ended = request_stop(str(generation.pk))
        outcome = recover_outcome(str(generation.pk)) if ended else None
    except StoreUnavailable as error:
        raise Unavailable from error
    except Overloaded:  # inference does not know it, and need not
        ended, outcome = True, None
    if ended:
        save_outcome(
            outcome
            or Outcome(
                id=str(generation.pk), attempt=generation.attempt, text="", finish_reason="stopped"
            )
        )
