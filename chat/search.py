"""What a user said or was told, by its words. The one door to the index of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import User
from chat.cursors import Cursor
from chat.models import Conversation, Message
from chat.snippets import Part, Query, parse_query

PAGE_HITS = 20
MOST_TITLES = 5

IN_SQLITE = (
    "chat_message.id IN (SELECT r.message_id FROM chat_words "
    "JOIN chat_word_rows r ON r.id = chat_words.rowid WHERE chat_words MATCH %s)"
)
IN_POSTGRESQL = "chat_message.words @@ to_tsquery('simple', %s)"


@dataclass(frozen=True, slots=True)
class TitleHit:
    conversation: Conversation
    title: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Hit:
    """A message, with its conversation."""

    message: Message
    snippet: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Found:
    """Newest first. titles: on the first page only. `next_cursor` asks for the older ones."""

    titles: Sequence[TitleHit]
    hits: Sequence[Hit]
    next_cursor: str | None


def search_messages(user: User, text: str, *, before: str | None = None) -> Found:
    """Of the user's own conversations, those with all these words. Raises Malformed for a cursor
    that is not ours; whatever the text is, it has no syntax."""
    query = parse_query(text)
    cursor = Cursor.read(before) if before else None
    if not query:
        return Found((), (), None)
    conversations = user.conversations.visible()
    messages = _with_words(user, query).filter(conversation__in=conversations)
    if cursor:
        messages = messages.filter(cursor.older("created_at"))
    found = list(messages.order_by("-created_at", "-pk")[: PAGE_HITS + 1])
    page, has_more = found[:PAGE_HITS], len(found) > PAGE_HITS
    return Found(
        titles=() if cursor else _list_titles(conversations, query),
        hits=[Hit(message, query.snippet(message.text)) for message in page],
        next_cursor=str(Cursor(page[-1].created_at, page[-1].pk)) if has_more else None,
    )


def _with_words(user: User, query: Query) -> QuerySet[Message]:
    messages = Message.objects.select_related("conversation")
    if query.words or query.beginning:
        condition = (
            _in_sqlite(user, query) if connection.vendor == "sqlite" else _in_postgresql(query)
        )
        messages = messages.filter(condition)
    for piece in query.pieces:
        messages = messages.filter(text__icontains=piece)
    return messages


def _in_sqlite(user: User, query: Query) -> RawSQL:
    terms = [f'owner:"u{user.pk}"', *(f'text:"{word}"' for word in query.words)]
    if query.beginning:
        terms.append(f'text:"{query.beginning}"*')
    return _condition(IN_SQLITE, " AND ".join(terms))


def _in_postgresql(query: Query) -> RawSQL:
    terms = [*query.words, *([f"{query.beginning}:*"] if query.beginning else [])]
    return _condition(IN_POSTGRESQL, " & ".join(terms))


def _condition(sql: str, terms: str) -> RawSQL:
    return RawSQL(sql, [terms], output_field=BooleanField())  # noqa: S611 - it is a parameter


def _list_titles(conversations: QuerySet[Conversation], query: Query) -> list[TitleHit]:
    """Read and looked through here: they are few and short, and need no index of their own."""
    titles = conversations.values_list("pk", "title")
    ids = [pk for pk, title in titles if query.is_in(title)][:MOST_TITLES]
    return [TitleHit(one, query.snippet(one.title)) for one in conversations.filter(pk__in=ids)]
