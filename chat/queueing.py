"""Messages that wait for the end of a reply: kept in the database, and sent when their turn comes.

A queue goes on by itself after a finished reply, whoever is looking. After one that was stopped or
failed it is held until its writer says what is next. Each message is its author's: nobody else
changes or sends it, and it is not sent when they may not write there any more. Raises the refusals
of chat.exceptions.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from chat import selectors
from chat.asking import ask_within_quota
from chat.exceptions import (
    AlreadyRemoved,
    AlreadySent,
    Busy,
    NotFound,
    QueueFull,
    SettingRefused,
    TooMany,
    Unavailable,
)
from chat.models import Conversation, Generation, QueuedMessage
from chat.models.queued_messages import QueuedMessageQuerySet
from chat.notices import announce_change
from chat.paths import find_end
from chat.turns import find_newest, new_message, store_turn, undo

logger = logging.getLogger(__name__)

LONGEST_QUEUE = 10  # more would be forgotten by whoever wrote them
AGAIN_AFTER_SECONDS = 5  # while Redis is away
CANCELLED_KEPT = timedelta(days=1)  # a page that missed the answer has come back by then
CANCELLED_KEPT_COUNT = 50  # in one conversation: who adds and removes all day fills no table


def check_turn(conversation: Conversation, client_id: UUID) -> None:
    """Whether a message may be sent past the queue. Call it with the conversation locked. Raises
    Busy: it stands in the queue itself, or others do that will go on by themselves."""
    if conversation.queued_messages.filter(client_id=client_id).exists():
        raise Busy
    if _going_on(conversation).exists() and not selectors.is_queue_held(conversation):
        raise Busy


def add(
    *, author: User, client_id: UUID, conversation: Conversation, text: str
) -> QueuedMessage | Generation:
    """The same client_id again gives what it made before, which may be a turn by now. Raises
    NotFound, QueueFull or AlreadyRemoved."""
    with transaction.atomic():
        if lock(conversation.pk) is None:
            raise NotFound
        selectors.check_may_write(author, conversation)
        turn = selectors.find_turn(author, client_id)
        if turn is not None:
            return turn
        queued = QueuedMessage.objects.filter(author=author, client_id=client_id).first()
        is_new = queued is None
        queued = queued or _add(author, client_id, conversation, text)
    if queued.is_cancelled:
        raise AlreadyRemoved
    if is_new:
        announce_change(conversation.pk)
    return queued


def _add(author: User, client_id: UUID, conversation: Conversation, text: str) -> QueuedMessage:
    others = conversation.queued_messages
    cancelled = others.filter(is_cancelled=True)
    newest = cancelled.filter(created_at__gte=timezone.now() - CANCELLED_KEPT).order_by("-id")
    cancelled.exclude(pk__in=newest.values("pk")[:CANCELLED_KEPT_COUNT]).delete()
    if others.filter(client_id=client_id).exists():
        raise AlreadySent  # somebody else's is called so: pages would take one for the other
    if others.waiting().may_be_sent().count() >= LONGEST_QUEUE:
        raise QueueFull(
            gettext("%(most)d messages wait already. Remove one, or wait until the next is sent.")
            % {"most": LONGEST_QUEUE}
        )
    return others.create(author=author, client_id=client_id, text=text)


def edit(*, author: User, client_id: UUID, text: str) -> Conversation:
    """Raises NotFound, AlreadySent or AlreadyRemoved."""
    return _change(author, client_id, text=text)


def cancel(*, author: User, client_id: UUID) -> Conversation:
    """Once more is no mistake. Raises NotFound or AlreadySent."""
    try:
        return _change(author, client_id, text="", is_cancelled=True)
    except AlreadyRemoved:
        return _find(author, client_id).conversation


def cancel_of_anybody(*, user: User, client_id: UUID, conversation_id: UUID) -> Conversation:
    """As an owner of the team, or of one's own. Once more is no mistake. Raises NotFound, ReadOnly
    or AlreadySent."""
    conversation = selectors.get_conversation(user, conversation_id, to_write=True)
    queued = conversation.queued_messages.filter(client_id=client_id)
    team_id = conversation.team_id
    if team_id is None or not selectors.get_membership(user, team_id).may_manage:
        queued = queued.filter(author=user)
    if not queued.exists():
        raise NotFound
    if queued.waiting().update(text="", is_cancelled=True):
        announce_change(conversation.pk)
    return conversation


def _change(author: User, client_id: UUID, **values: str | bool) -> Conversation:
    conversation = _find(author, client_id).conversation
    found = QueuedMessage.objects.waiting().filter(author=author, client_id=client_id)
    if not found.update(**values):  # in one statement: its turn may come now
        _find(author, client_id)  # or it has come
        raise AlreadyRemoved
    announce_change(conversation.pk)
    return conversation


def _find(author: User, client_id: UUID) -> QueuedMessage:
    queued = QueuedMessage.objects.select_related("conversation").filter(
        author=author, client_id=client_id, conversation__deleted_at=None
    )
    found = queued.filter(selectors.taken_part_in(author, "conversation__")).first()
    if found is None:
        raise NotFound if selectors.find_turn(author, client_id) is None else AlreadySent
    selectors.check_may_write(author, found.conversation)
    return found


# --- its turn comes -------------------------------------------------------------------------------


def go_on(conversation_id: UUID) -> Generation | None:
    """Send the next message, if there is one and nothing holds it up. Who is called where, and how
    often, does not matter: it is sent once."""
    if not QueuedMessage.objects.due().filter(conversation=conversation_id).exists():
        return None
    try:
        return _send(conversation_id)
    except (Busy, TooMany, Unavailable, SettingRefused):
        # It goes on after the reply, or when the time or another model has come.
        return None


def send_now(*, author: User, client_id: UUID) -> Generation:
    """Although the queue is held, and whatever waits before it. Raises NotFound, AlreadySent,
    AlreadyRemoved, Busy, TooMany or Unavailable; then it is still in the queue."""
    queued = _find(author, client_id)
    generation = None if queued.is_cancelled else _send(queued.conversation_id, chosen=queued)
    if generation is None:
        raise AlreadyRemoved
    return generation


def list_due() -> QuerySet[QueuedMessage, UUID]:
    """Conversations in which a message waits and nothing holds it up."""
    newest = Generation.objects.filter(conversation=OuterRef("conversation")).order_by(
        "-message__created_at"
    )
    due = QueuedMessage.objects.due().annotate(
        status=Subquery(newest.values("status")[:1]),
        reason=Subquery(newest.values("finish_reason")[:1]),
    )
    free = due.filter(
        ~Q(reason="stopped"),
        status="finished",
        conversation__deleted_at=None,
    )
    return free.may_be_sent().order_by().values_list("conversation", flat=True).distinct()


def _send(conversation_id: UUID, chosen: QueuedMessage | None = None) -> Generation | None:
    try:
        sent = _store_next(conversation_id, chosen)
    except IntegrityError as error:  # another turn was a moment faster
        raise Busy from error
    if sent is None:
        return None
    queued, generation = sent
    try:
        ask_within_quota(generation)
    except TooMany as refusal:
        _put_back(queued, generation, refusal.retry_after_seconds)
        raise
    except Unavailable:
        _put_back(queued, generation, AGAIN_AFTER_SECONDS)
        raise
    generation.conversation.touch()
    announce_change(conversation_id, turn=generation.pk)
    return generation


@transaction.atomic
def _store_next(
    conversation_id: UUID, chosen: QueuedMessage | None
) -> tuple[QueuedMessage, Generation] | None:
    """Out of the queue and into the conversation, as one. Raises Busy."""
    conversation = lock(conversation_id)
    if conversation is None:
        return None
    newest = find_newest(conversation)
    turns = Generation.objects.filter(requested_by=OuterRef("author"))
    sent = turns.filter(client_id=OuterRef("client_id"))  # in another conversation, past this queue
    conversation.queued_messages.filter(Exists(sent)).delete()
    if chosen:
        waiting = conversation.queued_messages.waiting().may_be_sent().filter(pk=chosen.pk)
    else:
        waiting = _going_on(conversation)
    queued = waiting.select_for_update(of=("self",)).first()
    if queued is None or not (chosen or _may_go(queued, conversation)):
        return None
    asked = new_message(
        author=queued.author,
        conversation=conversation,
        parent=find_end(conversation),
        text=queued.text,
        after=newest.created_at if newest else None,
    )
    generation = store_turn(asked, author=queued.author, client_id=queued.client_id)
    QueuedMessage.objects.filter(pk=queued.pk).delete()  # it may have to come back as it is
    return queued, generation


def _going_on(conversation: Conversation) -> QueuedMessageQuerySet:
    """What is sent by itself, in order. In a team nobody waits for the quota of somebody else."""
    waiting = conversation.queued_messages.waiting().may_be_sent()
    return waiting if conversation.team_id is None else waiting.due()


def _may_go(queued: QueuedMessage, conversation: Conversation) -> bool:
    if queued.not_before is not None and queued.not_before > timezone.now():
        return False
    return not selectors.is_queue_held(conversation)


@transaction.atomic
def _put_back(queued: QueuedMessage, generation: Generation, seconds: float) -> None:
    """To where it stood: ids are the order."""
    if undo(generation):
        queued.not_before = timezone.now() + timedelta(seconds=seconds)
        queued.save(force_insert=True)
        transaction.on_commit(lambda: announce_change(queued.conversation_id))


def lock(conversation_id: UUID) -> Conversation | None:
    """One at a time adds to this queue and takes from it. `None`: it was deleted."""
    found = Conversation.objects.visible().select_for_update().filter(pk=conversation_id)
    return found.first()
