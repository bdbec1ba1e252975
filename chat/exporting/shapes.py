"""Rows as docs/exports.md has them. Knows no query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import ApiKey, User
from chat.authors import author_name, editor_name
from chat.models import (
    ApiGeneration,
    Conversation,
    Feedback,
    Generation,
    Message,
    QueuedMessage,
    SavedPrompt,
    SharedLink,
)
from chat.models.tries import Try

VERSION = 1
CONVERSATION = "chatsite-conversation"
ACCOUNT = "chatsite-account"

Json = dict[str, Any]


def conversation_head(
    conversation: Conversation,
    *,
    shown: UUID | None,
    queued: Iterable[QueuedMessage],
    tags: Iterable[str],
) -> Json:
    """All but its messages. shown: the one at the end of the branch that is shown."""
    return {
        "format": CONVERSATION,
        "version": VERSION,
        "id": str(conversation.pk),
        "title": conversation.title,
        "team": conversation.team.name if conversation.team else None,
        "created_at": moment(conversation.created_at),
        "updated_at": moment(conversation.updated_at),
        "shown": None if shown is None else str(shown),
        "is_pinned": conversation.is_pinned,
        "is_archived": conversation.is_archived,
        "folder": None if conversation.folder is None else conversation.folder.name,
        "tags": list(tags),
        "settings": {
            "model": conversation.model,
            "system_prompt": conversation.system_prompt,
            "sampling": conversation.sampling,
        },
        "queued": [{"text": one.text, "created_at": moment(one.created_at)} for one in queued],
    }


def message_json(message: Message, *, reader_id: int) -> Json:
    """Its feedback is that of the reader, and is there already; so are its author and its editor,
    who have names where several people write."""
    generation = message.try_at_it
    given = next((one for one in message.feedback.all() if one.giver_id == reader_id), None)
    return {
        "id": str(message.pk),
        "parent": None if message.parent_id is None else str(message.parent_id),
        "role": message.role,
        "is_own": message.role == Message.Role.USER and message.author_id == reader_id,
        "is_edited": message.is_edited,
        "text": message.text,
        "reasoning": message.reasoning,
        "tool_calls": message.calls,
        "created_at": moment(message.created_at),
        "generation": None if generation is None else generation_json(generation),
        "feedback": None if given is None else feedback_json(given),
        "author": author_name(message) or None,
        "edited_by": editor_name(message) or None,
    }


def team_message_json(message: Message) -> Json:
    """What somebody wrote in a team's conversation, without what others said there."""
    team = message.conversation.team
    return {
        "team": team.name if team else None,
        "conversation": str(message.conversation_id),
        "id": str(message.pk),
        "role": message.role,
        "text": message.text,
        "created_at": moment(message.created_at),
    }


def team_feedback_json(feedback: Feedback) -> Json:
    return {
        "conversation": str(feedback.conversation_id),
        "message": str(feedback.message_id),
        **feedback_json(feedback),
    }


def feedback_json(feedback: Feedback) -> Json:
    return {
        "rating": feedback.rating,
        "comment": feedback.comment,
        "reasons": feedback.reasons,
        "created_at": moment(feedback.created_at),
        "changed_at": moment(feedback.changed_at),
    }


def generation_json(generation: Generation) -> Json:
    return {
        **_try_json(generation),
        "sampling": generation.sampling,
        "system_prompt": generation.system_prompt,
        "left_out_turn_count": generation.left_out_turn_count,
    }


def api_generation_json(generation: ApiGeneration) -> Json:
    """Texts are there only where the key's owner had them kept."""
    return {
        **_try_json(generation),
        "route": generation.route,
        "is_streamed": generation.is_streamed,
        "key": None if generation.key_id is None else str(generation.key_id),
        "team": None if generation.team_id is None else str(generation.team_id),
        "prompt": generation.prompt,
        "text": generation.text,
        "reasoning": generation.reasoning,
        "tool_calls": generation.tool_calls,
    }


def account_json(user: User) -> Json:
    return {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "date_joined": moment(user.date_joined),
        "last_login": moment(user.last_login),
        "is_staff": user.is_staff,
        "settings": {
            "theme": user.theme,
            "text_size": user.text_size,
            "send_key": user.send_key,
            "language": user.language,
        },
    }


def key_json(key: ApiKey) -> Json:
    """Nothing by which it could be used or found out."""
    return {
        "id": str(key.pk),
        "name": key.name,
        "prefix": key.prefix,
        "scopes": key.scopes,
        "team": None if key.team_id is None else str(key.team_id),
        "keeps_text": key.keeps_text,
        "created_at": moment(key.created_at),
        "expires_at": moment(key.expires_at),
        "last_used_at": moment(key.last_used_at),
        "revoked_at": moment(key.revoked_at),
    }


def prompt_json(prompt: SavedPrompt) -> Json:
    return {
        "id": str(prompt.pk),
        "name": prompt.name,
        "text": prompt.text,
        "created_at": moment(prompt.created_at),
    }


def link_json(link: SharedLink) -> Json:
    return {
        "conversation": str(link.conversation_id),
        "title": link.title,
        "message_count": link.message_count,
        "created_at": moment(link.created_at),
        "shared_at": moment(link.shared_at),
    }


def moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _try_json(one: Try) -> Json:
    return {
        "id": str(one.pk),
        "status": one.status,
        "finish_reason": one.finish_reason or None,
        "error_type": one.error_type or None,
        "error_message": one.error_message or None,
        "model": one.model or None,
        "revision": one.revision or None,
        "prompt_token_count": one.prompt_token_count,
        "completion_token_count": one.completion_token_count,
        "created_at": moment(one.created_at),
        "queued_at": moment(one.queued_at),
        "started_at": moment(one.started_at),
        "first_token_at": moment(one.first_token_at),
        "finished_at": moment(one.finished_at),
    }
