"""What a user may do; `versions` has what concerns other versions of a turn. Nothing else writes
conversations; refusals are those of chat.exceptions."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import queueing, selectors
from chat.activity import announce_seen, announce_to_team
from chat.asking import ask
from chat.conversation_settings import AS_THE_SITE, ConversationSettings
from chat.exceptions import AlreadySent, Busy, Held, NotFound, StaleParent, Unavailable
from chat.models import Conversation, Generation, LastSeen, QueuedMessage
from chat.notices import announce_change
from chat.privacy.audit import wait_for_turn
from chat.privacy.holds import is_held
from chat.purging import purge
from chat.starting import make_turn, started
from chat.tasks import save_outcome
from chat.team_rules import check_model
from chat.texts import check_text, clean_title, title_from
from chat.turns import Asked, Ids, begin_conversation, find_newest, new_message
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
    team_id: UUID | None = None,
    ids: Ids | None = None,
) -> Generation:
    """Store the message with the reply that will answer it, and ask for that reply. settings: of
    the conversation, if it begins with this. ids: for what is stored.

    The same client_id again answers with what it made before. Raises NotFound, TextRefused,
    StaleParent, Busy, SettingRefused, TooMany or Unavailable; then nothing was stored.
    """
    check_text(text)
    ids = ids or Ids()
    store = partial(
        _store_message,
        author=author,
        client_id=client_id,
        conversation_id=conversation_id,
        parent_id=parent_id,
        text=text,
        settings=settings,
        team_id=team_id,
        new_id=ids.conversation,
    )
    return started(make_turn(author=author, client_id=client_id, store=store, ids=ids))


def send_or_queue(
    *,
    author: User,
    client_id: UUID,
    conversation_id: UUID | None,
    parent_id: UUID | None,
    text: str,
    settings: ConversationSettings = AS_THE_SITE,
    team_id: UUID | None = None,
    ids: Ids | None = None,
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
        team_id=team_id,
        ids=ids,
    )
    try:
        return send()
    except Busy:
        if conversation_id is None:
            raise
    conversation = selectors.get_conversation(author, conversation_id, to_write=True)
    added = queueing.add(author=author, client_id=client_id, conversation=conversation, text=text)
    conversation.unarchive()
    sent = queueing.go_on(conversation.pk)  # the reply may have ended just now
    return sent if sent is not None and sent.client_id == client_id else added


def edit_queued(*, user: User, client_id: UUID, text: str) -> Conversation:
    """Raises TextRefused, NotFound, AlreadySent or AlreadyRemoved."""
    check_text(text)
    return queueing.edit(author=user, client_id=client_id, text=text)


def cancel_queued(
    *, user: User, client_id: UUID, conversation_id: UUID | None = None
) -> Conversation:
    """conversation_id: that of a team whose owner removes what somebody else wrote. Raises
    NotFound, ReadOnly or AlreadySent."""
    if conversation_id is None:
        return queueing.cancel(author=user, client_id=client_id)
    return queueing.cancel_of_anybody(
        user=user, client_id=client_id, conversation_id=conversation_id
    )


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


def stop_reply(*, user: User, generation_id: UUID) -> Generation:
    """Whoever may write there may. Raises NotFound, ReadOnly or Unavailable. A reply that has ended
    keeps its ending."""
    generation = selectors.get_generation(user, generation_id, to_write=True)
    if generation.is_active:
        stop_generation(generation)
    return generation


def rename_conversation(*, user: User, conversation_id: UUID, title: str) -> Conversation:
    conversation = selectors.get_conversation(user, conversation_id, to_write=True)
    conversation.title = clean_title(title)
    conversation.title_by = Conversation.TitleBy.PERSON
    conversation.save(update_fields=["title", "title_by"])
    announce_change(conversation.pk)
    announce_to_team(conversation, "titled")
    return conversation


def see_conversation(*, user: User, conversation_id: UUID) -> None:
    """They have before them what has ended in it. Raises NotFound."""
    conversation = selectors.get_conversation(user, conversation_id)
    if conversation.team_id is not None:
        is_news = _see_for_oneself(user, conversation)
    else:
        unread = Conversation.objects.filter(pk=conversation.pk, is_unread=True)
        is_news = unread.update(is_unread=False) > 0
    if is_news:
        announce_seen(conversation, by=user)


def _see_for_oneself(user: User, conversation: Conversation) -> bool:
    replied_at = conversation.replied_at
    if replied_at is None:
        return False
    seen, is_new = LastSeen.objects.get_or_create(
        user=user, conversation=conversation, defaults={"replied_at": replied_at}
    )
    later = LastSeen.objects.filter(pk=seen.pk, replied_at__lt=replied_at)
    return is_new or later.update(replied_at=replied_at) > 0


def configure_conversation(
    *, user: User, conversation_id: UUID, settings: ConversationSettings
) -> Conversation:
    """For the replies to come. Raises NotFound or ReadOnly, and SettingRefused when its team
    may not use the model."""
    conversation = selectors.get_conversation(user, conversation_id, to_write=True)
    check_model(conversation, settings.model)
    values = settings.to_json()
    for name, value in values.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(values))
    announce_change(conversation.pk)
    return conversation


def delete_conversation(*, user: User, conversation_id: UUID) -> None:
    """For everybody it is gone at once, for good a while later; a reply that is being written is
    stopped, and what waits in the queue stays there. Raises NotFound."""
    with transaction.atomic():
        conversation = selectors.get_conversation(
            user, conversation_id, to_write=True, is_locked=True
        )
        conversation.deleted_at = timezone.now()
        conversation.save(update_fields=["deleted_at"])
    announce_change(conversation.pk)
    announce_to_team(conversation, "deleted")
    for generation in conversation.generations.active().select_related("conversation", "message"):
        try:
            stop_generation(generation)
        except Unavailable as error:
            logger.warning("Reply %s runs to its end unseen: %s", generation.pk, error)


def restore_conversation(*, user: User, conversation_id: UUID) -> Conversation:
    """As it was, until it is purged. Once more is no mistake. Raises NotFound."""
    deleted = Conversation.objects.filter(
        selectors.taken_part_in(user, to_write=True), pk=conversation_id
    )
    if not deleted.update(deleted_at=None):
        raise NotFound
    announce_change(conversation_id)
    conversation = selectors.get_conversation(user, conversation_id)
    announce_to_team(conversation, "restored")
    return conversation


def delete(conversation: Conversation) -> None:
    """For good, at once, with all its messages; a reply that is being written is stopped. Raises
    Held."""
    if is_held(conversation):
        raise Held
    for generation in conversation.generations.active():
        try:
            request_stop(str(generation.pk))
        except StoreUnavailable as error:
            logger.warning("Reply %s runs to its end unseen: %s", generation.pk, error)
    conversation_id = conversation.pk
    with transaction.atomic():
        wait_for_turn()
        purge(conversation)
    announce_change(conversation_id)


def _store_message(
    *,
    author: User,
    client_id: UUID,
    conversation_id: UUID | None,
    parent_id: UUID | None,
    text: str,
    settings: ConversationSettings,
    team_id: UUID | None,
    new_id: UUID,
) -> Asked:
    newest, parent = None, None
    if conversation_id is None:
        conversation = begin_conversation(
            author=author,
            team_id=team_id,
            title=title_from(text),
            settings=settings,
            conversation_id=new_id,
        )
    else:
        conversation = selectors.get_conversation(
            author, conversation_id, to_write=True, is_locked=True
        )
    if parent_id is not None:
        parent = conversation.messages.filter(pk=parent_id).first()
        if parent is None:
            raise StaleParent
    if conversation_id is not None:
        newest = find_newest(conversation)
        queueing.check_turn(conversation, client_id)
    return new_message(
        author=author,
        conversation=conversation,
        parent=parent,
        text=text,
        after=newest.created_at if newest else None,
    )


def stop_generation(generation: Generation) -> None:
    """Whoever wants it; whether they may is for who calls this. Raises Unavailable."""
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
