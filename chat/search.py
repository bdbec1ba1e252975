"""What was said in a user's conversations and those of their teams, by its words. The one door to
the index of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import User
from chat.cursors import Cursor
from chat.models import Conversation, Message
from chat.selectors import list_teams
from chat.snippets import Part, Query, parse_query
from chat.word_samples import estimate_hits

PAGE_HITS = 20
MOST_TITLES = 5
TITLES_READ = 5_000  # the newest: a team may have any number
MOST_HITS = 5_000  # of a search everywhere; a word that is in more of them tells little
EVERYWHERE = 50_000  # messages; to read the index for so many takes longer than anybody waits
MOST_LOOKED_THROUGH = 500  # conversations, where no index helps or a word is everywhere

IN_SQLITE = (
    "chat_message.id IN (SELECT r.message_id FROM chat_words "
    "JOIN chat_word_rows r ON r.id = chat_words.rowid WHERE chat_words MATCH %s)"
)
IN_POSTGRESQL = "chat_message.words @@ to_tsquery('simple', %s)"
# The index of words has to be read for all there are; this keeps PostgreSQL from choosing it.
NEAR_IN_POSTGRESQL = "(chat_message.words || ''::tsvector) @@ to_tsquery('simple', %s)"


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
    """Of what they may read, that with all these words. Raises Malformed for a cursor
    that is not ours; whatever the text is, it has no syntax."""
    query = parse_query(text)
    cursor = Cursor.read(before) if before else None
    if not query:
        return Found((), (), None)
    # Named one by one, so that each is looked up in an index.
    teams = [team.pk for team in list_teams(user)]
    theirs = Q(team=None, owner=user) | Q(team__in=teams) if teams else Q(team=None, owner=user)
    conversations = Conversation.objects.visible().filter(theirs)
    messages = _with_words(_owners(user, teams), query, by_index=query).filter(
        conversation__in=conversations
    )
    if cursor:
        messages = messages.filter(cursor.older("created_at"))
    found = list(messages.order_by("-created_at", "-pk")[: PAGE_HITS + 1])
    page, has_more = found[:PAGE_HITS], len(found) > PAGE_HITS
    return Found(
        titles=() if cursor else _list_titles(conversations, query),
        hits=[Hit(message, query.snippet(message.text)) for message in page],
        next_cursor=str(Cursor(page[-1].created_at, page[-1].pk)) if has_more else None,
    )


@dataclass(frozen=True, slots=True)
class FoundEverywhere:
    """conversations: where the words are; among them may be some that were not asked about, if all
    are open to who asks. is_partial: only the MOST_LOOKED_THROUGH conversations with the last
    activity were looked through."""

    conversations: Sequence[UUID]
    is_partial: bool


def search_everywhere(
    conversations: QuerySet[Conversation], text: str, *, is_all: bool, is_filtered: bool = False
) -> FoundEverywhere:
    """Of these conversations, whoever's they are, those with all these words in one message. What
    it costs is bounded, however many messages there are.

    is_all: they are all there are, or nearly. Else not even how often a word is in others is told.
    is_filtered: of all, they are some that were chosen otherwise.
    """
    query = parse_query(text)
    if not query:
        return FoundEverywhere((), is_partial=False)
    newest = conversations.order_by("-updated_at", "-pk").values_list("pk", flat=True)
    near = newest[: MOST_LOOKED_THROUGH + 1]
    is_wide = is_all or len(near) > MOST_LOOKED_THROUGH
    by_index = _part_for_index(query, is_all=is_all) if is_wide else None
    if by_index:
        said = _with_words((), query, by_index=by_index).values_list("conversation", flat=True)
        theirs = said.filter(conversation__in=conversations.order_by().values("pk"))
        hits = _first_hits(said) if is_all else _first_hits(theirs)
        if hits is None and is_all and is_filtered:
            hits = _first_hits(theirs)  # the others are of no interest
        if hits is not None:
            return FoundEverywhere(list(hits), is_partial=False)
    said = _with_words((), query, by_index=None).values_list("conversation", flat=True)
    found = said.order_by().filter(conversation__in=list(near)[:MOST_LOOKED_THROUGH]).distinct()
    return FoundEverywhere(list(found), is_partial=len(near) > MOST_LOOKED_THROUGH)


def _first_hits(said: QuerySet[Message, UUID]) -> set[UUID] | None:
    """Where; `None`: they are too many."""
    hits = list(said.order_by()[: MOST_HITS + 1])
    return set(hits) if len(hits) <= MOST_HITS else None


def _part_for_index(query: Query, *, is_all: bool) -> Query | None:
    """What of it the index is asked for, everywhere; `None` where that would be read for very many
    messages. Of what is not all, nothing that is found may tell how often it is in others."""
    if not (query.words or query.beginning):
        return None
    if connection.vendor != "postgresql":
        return query
    words, beginning = replace(query, beginning=""), replace(query, words=())
    parts = [query, words, beginning] if query.words and query.beginning else [query]
    is_everywhere = [hits > EVERYWHERE for hits in estimate_hits(list(map(_terms, parts)))]
    if is_all and is_everywhere[0]:
        return None
    # A few letters begin very many words; where the others are is soon looked through for them.
    return words if is_everywhere[1:] == [False, True] else query


def _with_words(
    owners: Sequence[str], query: Query, *, by_index: Query | None
) -> QuerySet[Message]:
    """owners: whose, as the rows of words name them; of all without any. by_index: the part that is
    looked up; the rest is looked for in the messages that are left."""
    messages = Message.objects.select_related("conversation")
    if query.words or query.beginning:
        is_sqlite = connection.vendor == "sqlite"
        in_words = _in_sqlite(owners, query) if is_sqlite else _in_postgresql(query, by_index)
        messages = messages.filter(*in_words)
    for piece in query.pieces:
        messages = messages.filter(text__icontains=piece)
    return messages


def _owners(user: User, teams: Sequence[UUID]) -> list[str]:
    return [f"u{user.pk}", *(f"t{team.hex}" for team in teams)]


def _in_sqlite(owners: Sequence[str], query: Query) -> Iterator[RawSQL]:
    terms = [f"owner:({' OR '.join(owners)})"] if owners else []
    terms += [f'text:"{word}"' for word in query.words]
    if query.beginning:
        terms.append(f'text:"{query.beginning}"*')
    yield _condition(IN_SQLITE, " AND ".join(terms))


def _in_postgresql(query: Query, by_index: Query | None) -> Iterator[RawSQL]:
    if by_index is not None:
        yield _condition(IN_POSTGRESQL, _terms(by_index))
    if by_index != query:
        yield _condition(NEAR_IN_POSTGRESQL, _terms(query))


def _terms(query: Query) -> str:
    """For to_tsquery."""
    return " & ".join([*query.words, *([f"{query.beginning}:*"] if query.beginning else [])])


def _condition(sql: str, terms: str) -> RawSQL:
    return RawSQL(sql, [terms], output_field=BooleanField())  # noqa: S611 - it is a parameter


def _list_titles(conversations: QuerySet[Conversation], query: Query) -> list[TitleHit]:
    """Read and looked through here: they are few and short, and need no index of their own."""
    titles = conversations.values_list("pk", "title")[:TITLES_READ]
    ids = [pk for pk, title in titles if query.is_in(title)][:MOST_TITLES]
    return [TitleHit(one, query.snippet(one.title)) for one in conversations.filter(pk__in=ids)]
