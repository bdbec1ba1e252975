"""What the browser is told of what was found. Knows shapes only."""

from __future__ import annotations

from dataclasses import asdict

from chat.models import Message
from chat.search import Found
from chat.wire.outbound import Json, conversation_json


def found_json(found: Found) -> Json:
    """Snippets are lists of `{text, hit}`: the page marks what is a hit."""
    return {
        "titles": [
            {
                "url": one.conversation.get_absolute_url(),
                "title": [asdict(part) for part in one.title],
            }
            for one in found.titles
        ],
        "hits": [
            {
                "conversation": conversation_json(hit.message.conversation),
                "url": _url(hit.message),
                "role": hit.message.role,
                "created_at": hit.message.created_at.isoformat(),
                "snippet": [asdict(part) for part in hit.snippet],
            }
            for hit in found.hits
        ],
        "next_cursor": found.next_cursor,
    }


def _url(message: Message) -> str:
    return f"{message.conversation.get_absolute_url()}?message={message.pk}"
