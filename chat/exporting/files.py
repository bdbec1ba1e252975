"""Conversations and accounts as text, piece by piece: however much there is, little is in memory.

No query is open between two pieces, so that each may be made in another thread.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from chat.authors import author_name, editor_name
from chat.exporting import shapes
from chat.models import Conversation, Feedback, Message, QueuedMessage, SharedLink, Tag
from chat.paths import Link, Tree, list_path

CONVERSATIONS_AT_ONCE = 20
ROWS_AT_ONCE = 200

Row = TypeVar("Row", bound=Model)


def conversation_json(conversation: Conversation, reader: User | None = None) -> Iterator[str]:
    """One conversation with all its branches, as its reader has it; without one, its owner."""
    yield from _conversation(
        conversation, reader or conversation.owner, *_contents([conversation.pk])
    )
    yield "\n"


def conversation_markdown(conversation: Conversation, reader: User | None = None) -> Iterator[str]:
    """The branch that is shown, to be read by people. With others in it everybody has a name."""
    path = list_path(conversation)
    started = timezone.localtime(conversation.created_at)
    yield f"# {_one_line(conversation.title)}\n\n{started:%Y-%m-%d %H:%M %Z}\n"
    for message in path:
        said = "\n\n".join(filter(None, [message.text.strip(), *map(_called, message.calls)]))
        if said:
            yield f"\n## {_speaker(message, reader or conversation.owner)}\n\n{said}\n"


def account_json(user: User) -> Iterator[str]:
    """All that the account owns, but for secrets."""
    links = SharedLink.objects.filter(
        conversation__owner=user, conversation__team=None, conversation__deleted_at=None
    )
    head = {
        "format": shapes.ACCOUNT,
        "version": shapes.VERSION,
        "exported_at": shapes.moment(timezone.now()),
        "account": shapes.account_json(user),
        "keys": [shapes.key_json(key) for key in user.api_keys.all()],
        "links": [shapes.link_json(link) for link in links],
        "prompts": [shapes.prompt_json(prompt) for prompt in user.saved_prompts.visible()],
    }
    yield _dumped(head)[:-1] + ',\n"conversations":['
    yield from _listed(_conversations(user))
    yield '],\n"api_generations":['
    asked = user.api_generations.all()
    rows = _by_ids(asked, list(asked.values_list("pk", flat=True)))
    yield from _listed([_dumped(shapes.api_generation_json(one))] for one in rows)
    yield '],\n"team_messages":['
    yield from _listed([_dumped(shapes.team_message_json(one))] for one in _said_in_teams(user))
    yield '],\n"team_feedback":['
    yield from _listed([_dumped(shapes.team_feedback_json(one))] for one in _given_in_teams(user))
    yield "]}\n"


def _said_in_teams(user: User) -> Iterator[Message]:
    """What they wrote is theirs, also where they are no more; what others wrote there is not."""
    said = Message.objects.filter(
        Q(author=user) | Q(edited_by=user),
        conversation__team__isnull=False,
        conversation__deleted_at=None,
    )
    ids = list(said.order_by("created_at", "pk").values_list("pk", flat=True))
    return _by_ids(Message.objects.select_related("conversation__team"), ids)


def _given_in_teams(user: User) -> Iterator[Feedback]:
    given = Feedback.objects.filter(
        giver=user, conversation__team__isnull=False, conversation__deleted_at=None
    )
    return _by_ids(given, list(given.order_by("pk").values_list("pk", flat=True)))


def _conversations(user: User) -> Iterator[Iterator[str]]:
    ids = list(user.conversations.visible().personal().values_list("pk", flat=True))
    whole = user.conversations.select_related("folder", "team")
    for start in range(0, len(ids), CONVERSATIONS_AT_ONCE):
        some = ids[start : start + CONVERSATIONS_AT_ONCE]
        found = whole.in_bulk(some)
        contents = _contents(some)
        yield from (_conversation(found[one], user, *contents) for one in some if one in found)


Messages = dict[UUID, list[Link]]
Queued = dict[UUID, list[QueuedMessage]]
Tags = dict[UUID, list[str]]


def _contents(conversations: Sequence[UUID]) -> tuple[Messages, Queued, Tags]:
    """Of each conversation the ids in its tree, oldest first, what waits in it, and its tags."""
    messages: Messages = defaultdict(list)
    said = Message.objects.filter(conversation__in=conversations).order_by("created_at", "pk")
    for conversation_id, *link in said.values_list("conversation_id", "pk", "parent_id"):
        messages[conversation_id].append((link[0], link[1]))
    queued: Queued = defaultdict(list)
    for one in QueuedMessage.objects.waiting().filter(conversation__in=conversations):
        queued[one.conversation_id].append(one)
    tags: Tags = defaultdict(list)
    named = Tag.objects.filter(conversations__in=conversations)
    for conversation_id, name in named.values_list("conversations", "name"):
        tags[conversation_id].append(name)
    return messages, queued, tags


def _conversation(
    conversation: Conversation, reader: User, messages: Messages, queued: Queued, tags: Tags
) -> Iterator[str]:
    links = messages[conversation.pk]
    path = Tree(links).shown_path(conversation.head_id)
    head = shapes.conversation_head(
        conversation,
        shown=path[-1] if path else None,
        queued=queued[conversation.pk],
        tags=tags[conversation.pk],
    )
    yield _dumped(head)[:-1] + ',"messages":['
    ids = [message_id for message_id, _parent in links]
    whole = conversation.messages.select_related("generation", "author", "edited_by")
    whole = whole.prefetch_related("feedback")
    rows = _by_ids(whole, ids)
    yield from _listed([_dumped(shapes.message_json(one, reader_id=reader.pk))] for one in rows)
    yield "]}"


def _by_ids(rows: QuerySet[Row], ids: Sequence[UUID | int]) -> Iterator[Row]:
    """In the order of the ids; what was deleted meanwhile is left out."""
    for start in range(0, len(ids), ROWS_AT_ONCE):
        some = ids[start : start + ROWS_AT_ONCE]
        found = {row.pk: row for row in rows.filter(pk__in=some)}
        yield from (found[one] for one in some if one in found)


def _listed(entries: Iterable[Iterable[str]]) -> Iterator[str]:
    """With commas between, each entry on a line."""
    comma = "\n"
    for entry in entries:
        yield from chain([comma], entry)
        comma = ",\n"


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _called(call: dict[str, str]) -> str:
    """A fence that is longer than any in it."""
    longest = max(map(len, re.findall("`+", call["arguments"])), default=0)
    fence = "`" * max(3, longest + 1)
    words: str = _("Calls the tool {name}:")
    name = _one_line(call["name"]).replace("`", "")
    return f"{words.format(name=f'`{name}`')}\n\n{fence}json\n{call['arguments']}\n{fence}"


def _speaker(message: Message, reader: User) -> str:
    model = message.try_at_it.model if message.try_at_it else ""
    author = "" if message.author_id == reader.pk else _one_line(author_name(message))
    you = author or _("You")
    who = you if message.role == Message.Role.USER else _one_line(model) or _("Assistant")
    if editor := _one_line(editor_name(message)):
        who = _("%(who)s, edited by %(name)s") % {"who": who, "name": editor}
    return f"{who}, {timezone.localtime(message.created_at):%Y-%m-%d %H:%M}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
