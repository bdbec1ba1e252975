"""What the browser is told, as JSON. Knows shapes only: no query, no socket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from chat.models import Conversation, Generation, Message, QueuedMessage
from chat.paths import Window
from chat.selectors import Queue
from inference.contract import joined
from inference.stream import Line, encode, events_of

PROTOCOL = 1

Json = dict[str, Any]


def conversation_json(conversation: Conversation) -> Json:
    return {
        "id": str(conversation.pk),
        "title": conversation.title,
        "url": conversation.get_absolute_url(),
        "updated_at": _moment(conversation.updated_at),
        "pinned": conversation.is_pinned,
        "archived": conversation.is_archived,
        "folder": _id(conversation.folder_id),
        "team": _id(conversation.team_id),
    }


def settings_json(conversation: Conversation) -> Json:
    return {
        "model": conversation.model,
        "system_prompt": conversation.system_prompt,
        "sampling": conversation.sampling,
    }


def message_json(message: Message, siblings: Sequence[UUID], *, is_of_team: bool = False) -> Json:
    """The text of an active reply is what was kept to be continued. is_of_team: several people
    speak, so it is said who, and who put other words into a reply."""
    generation = message.try_at_it
    who: Json = {}
    if is_of_team and message.role == Message.Role.USER:
        who = {"author": person_json(message.author)}
    elif is_of_team and message.is_edited:
        who = {"edited_by": person_json(message.edited_by)}
    return {
        "id": str(message.pk),
        "parent": _id(message.parent_id),
        "role": message.role,
        "text": message.text,
        "reasoning": message.reasoning,
        "tool_calls": message.calls,
        "is_edited": message.is_edited,
        "created_at": _moment(message.created_at),
        "siblings": [str(one) for one in siblings],
        "generation": generation and generation_json(generation),
        **who,
    }


def person_json(person: User | None) -> Json | None:
    """`None`: somebody whose account is gone."""
    return None if person is None else {"id": person.pk, "name": person.shown_name}


def generation_json(generation: Generation) -> Json:
    return {
        "id": str(generation.pk),
        "status": generation.status,
        "finish_reason": generation.finish_reason or None,
        "error_type": generation.error_type or None,
        "error_message": generation.error_message or None,
        "model": generation.model or None,
        "revision": generation.revision or None,
        "sampling": generation.sampling,
        "queue_seconds": generation.queue_seconds,
        "prompt_token_count": generation.prompt_token_count,
        "completion_token_count": generation.completion_token_count,
        "ttft_seconds": generation.ttft_seconds,
        "tokens_per_second": generation.tokens_per_second,
        "left_out_turn_count": generation.left_out_turn_count,
        "usage": generation.usage,
    }


def queue_json(queue: Queue) -> Json:
    return {
        "held": queue.is_held,
        "messages": [queued_message_json(queued, queue) for queued in queue.messages],
    }


def queued_message_json(queued: QueuedMessage, queue: Queue) -> Json:
    not_before = queued.not_before
    author = {"author": person_json(queued.author)} if queue.is_of_team else {}
    return {
        "client_id": str(queued.client_id),
        "text": queued.text,
        "created_at": _moment(queued.created_at),
        "not_before": None if not_before is None else _moment(not_before),
        **author,
    }


def snapshot_frame(
    conversation: Conversation,
    window: Window,
    queue: Queue,
    *,
    may_write: bool,
    ratings: Mapping[str, str],
) -> Json:
    """ratings: the reader's own, by message."""
    generation = window.messages[-1].try_at_it if window.messages else None
    active = generation if generation is not None and generation.is_active else None
    return {
        "type": "snapshot",
        "conversation": conversation_json(conversation),
        "may_write": may_write,
        "settings": settings_json(conversation),
        **window_json(window, is_of_team=conversation.team_id is not None),
        "reply": active and {"generation": str(active.pk), "message": str(active.message_id)},
        "queue": queue_json(queue),
        "ratings": ratings,
    }


def older_frame(conversation: Conversation, window: Window) -> Json:
    return {
        "type": "older",
        "conversation": str(conversation.pk),
        **window_json(window, is_of_team=conversation.team_id is not None),
    }


def window_json(window: Window, *, is_of_team: bool) -> Json:
    siblings = window.siblings
    return {
        "messages": [
            message_json(one, siblings[one.pk], is_of_team=is_of_team) for one in window.messages
        ],
        "older": window.older,
    }


def queue_frame(conversation: Conversation, queue: Queue, client_id: UUID) -> Json:
    return {
        "type": "queue",
        "client_id": str(client_id),
        "conversation": str(conversation.pk),
        "queue": queue_json(queue),
    }


def saved_json(generation: Generation) -> Json:
    """What is new of a conversation when a reply in it has ended and is saved."""
    conversation = conversation_json(generation.conversation)
    message = message_json(generation.message, siblings=())
    del message["siblings"]  # an ending changes none
    return {"conversation": conversation, "message": message}


def with_saved(snapshot: Json, saved: Json) -> Json | None:
    """The snapshot after that; `None` if it may not be all that has changed since."""
    message, reply = saved["message"], snapshot["reply"]
    if reply is None or reply["message"] != message["id"] or snapshot["queue"]["messages"]:
        return None
    messages = [
        one | message if one["id"] == message["id"] else one for one in snapshot["messages"]
    ]
    # No ending changes a title: another one was read while somebody gave the new one.
    updated_at = saved["conversation"]["updated_at"]
    conversation = snapshot["conversation"] | {"updated_at": updated_at}
    return {**snapshot, "conversation": conversation, "messages": messages, "reply": None}


def accepted_frame(
    generation: Generation, siblings: Mapping[UUID, Sequence[UUID]], client_id: UUID
) -> Json:
    reply = generation.message
    assert reply.parent is not None  # a reply answers somebody
    return {
        "type": "accepted",
        "client_id": str(client_id),
        "conversation": conversation_json(generation.conversation),
        "settings": settings_json(generation.conversation),
        "message": message_json(
            reply.parent,
            siblings[reply.parent.pk],
            is_of_team=generation.conversation.team_id is not None,
        ),
        "reply": message_json(reply, siblings[reply.pk]),
        "generation": str(generation.pk),
    }


def edited_frame(edited: Message, client_id: UUID) -> Json:
    return {
        "type": "edited",
        "client_id": str(client_id),
        "conversation": conversation_json(edited.conversation),
        "message": str(edited.pk),
    }


def refused_frame(client_id: UUID, error: Json) -> Json:
    return {"type": "refused", "client_id": str(client_id), "error": error}


def error_frame(error: Json, in_reply_to: str | None = None) -> Json:
    return {"type": "error", "error": error} | ({"in_reply_to": in_reply_to} if in_reply_to else {})


def reply_head(*, generation: UUID, message: UUID) -> str:
    """The part that all frames of one reply have."""
    return f'{{"type":"reply","generation":"{generation}","message":"{message}"'


def reply_text(head: str, *, after: int, lines: Sequence[Line]) -> str:
    """A `reply` frame as it is sent: all events after number `after`, neighbouring parts joined.
    One event alone, which is what most frames hold, goes as its writer encoded it."""
    events = lines[0].json if len(lines) == 1 else _joined(lines)
    return f'{head},"after":{after},"seq":{lines[-1].seq},"events":[{events}]}}'


def _joined(lines: Sequence[Line]) -> str:
    return ",".join(map(encode, joined(events_of(lines))))


def _moment(moment: datetime) -> str:
    return moment.isoformat()


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)
