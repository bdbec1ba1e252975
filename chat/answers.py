"""What each frame means to the database: services and selectors in, frames out. Runs in threads."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from chat import selectors, services, versions
from chat.conversation_settings import AS_THE_SITE, read_settings
from chat.exceptions import ReadOnly
from chat.feedback import ratings_in
from chat.models import Conversation, Generation
from chat.paths import is_shown, list_siblings_in_turn, load_branch, load_older, load_window
from chat.selectors import get_queue
from chat.streaming import Reply
from chat.turns import Ids
from chat.wire import inbound
from chat.wire.outbound import (
    Json,
    accepted_frame,
    edited_frame,
    older_frame,
    queue_frame,
    snapshot_frame,
)


def snapshot(user: User, conversation_id: UUID, leafed_to: UUID | None = None) -> Json:
    """leafed_to: the message whose branch is shown to them alone, while they only read."""
    conversation = selectors.get_conversation(user, conversation_id)
    may_write = selectors.may_write(user, conversation)
    if leafed_to is None or may_write:
        window = load_window(conversation)
    else:
        window = load_branch(conversation, leafed_to)
    return snapshot_frame(
        conversation,
        window,
        get_queue(conversation),
        may_write=may_write,
        ratings=ratings_in(conversation, user),
    )


def older(user: User, frame: inbound.Older) -> Json:
    conversation = selectors.get_conversation(user, frame.conversation)
    return older_frame(conversation, load_older(conversation, frame.before))


def send(user: User, frame: inbound.Send, ids: Ids | None = None) -> Json:
    made = services.send_or_queue(
        author=user,
        client_id=frame.client_id,
        conversation_id=frame.conversation,
        parent_id=frame.parent,
        text=frame.text,
        settings=AS_THE_SITE if frame.settings is None else read_settings(**frame.settings),
        team_id=frame.team,
        ids=ids,
    )
    if isinstance(made, Generation):
        return _accepted(made, frame.client_id)
    return _queue(made.conversation, frame.client_id)


def retry(user: User, frame: inbound.Retry) -> Json:
    generation = versions.retry_reply(
        author=user, client_id=frame.client_id, message_id=frame.message
    )
    return _accepted(generation, frame.client_id)


def continue_reply(user: User, frame: inbound.ContinueReply) -> Json:
    generation = versions.continue_reply(
        author=user, client_id=frame.client_id, message_id=frame.message
    )
    return _accepted(generation, frame.client_id)


def edit(user: User, frame: inbound.Edit) -> Json:
    generation = versions.edit_message(
        author=user, client_id=frame.client_id, message_id=frame.message, text=frame.text
    )
    return _accepted(generation, frame.client_id)


def edit_reply(user: User, frame: inbound.EditReply) -> Json:
    edited = versions.edit_reply(
        author=user, client_id=frame.client_id, message_id=frame.message, text=frame.text
    )
    return edited_frame(edited, frame.client_id)


def show_branch(user: User, frame: inbound.ShowBranch) -> tuple[UUID, UUID | None]:
    """→ the conversation; and the message, where they only read: nothing is written, and its branch
    is shown to nobody else. None where that is what all others see: they go with them again."""
    try:
        return versions.show_branch(user=user, message_id=frame.message).pk, None
    except ReadOnly:
        message = selectors.get_message(user, frame.message)
        return message.conversation_id, None if is_shown(message) else message.pk


def edit_queued(user: User, frame: inbound.EditQueued) -> Json:
    client_id = frame.client_id
    conversation = services.edit_queued(user=user, client_id=client_id, text=frame.text)
    return _queue(conversation, client_id)


def cancel_queued(user: User, frame: inbound.CancelQueued) -> Json:
    conversation = services.cancel_queued(
        user=user, client_id=frame.client_id, conversation_id=frame.conversation
    )
    return _queue(conversation, frame.client_id)


def send_queued(user: User, frame: inbound.SendQueued) -> Json:
    generation = services.send_queued(user=user, client_id=frame.client_id)
    return _accepted(generation, frame.client_id)


def _accepted(generation: Generation, client_id: UUID) -> Json:
    return accepted_frame(generation, list_siblings_in_turn(generation.message), client_id)


def _queue(conversation: Conversation, client_id: UUID) -> Json:
    return queue_frame(conversation, get_queue(conversation), client_id)


def stop(user: User, frame: inbound.Stop) -> Json:
    generation = services.stop_reply(user=user, generation_id=frame.generation)
    return {"type": "stopping", "generation": str(generation.pk)}


def see(user: User, frame: inbound.Seen) -> None:
    services.see_conversation(user=user, conversation_id=frame.conversation)


def activities(user: User) -> Json:
    """How it stands in all conversations; what happens then is told by chat.activity."""
    writing, unread = selectors.list_being_written(user), selectors.list_unread(user)
    return {
        "type": "activities",
        "writing": [str(one) for one in writing],
        "unread": [str(one) for one in unread],
    }


def find_reply(user: User, generation_id: UUID) -> Reply:
    generation = selectors.get_generation(user, generation_id)
    return Reply(
        conversation=generation.conversation_id,
        generation=generation.pk,
        message=generation.message_id,
    )


def is_active(generation_id: UUID) -> bool:
    return Generation.objects.active().filter(pk=generation_id).exists()
