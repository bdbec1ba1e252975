"""Which messages of a conversation are shown: its tree, and the path through it to the head.

The tree is read lightly, as ids; whole rows are loaded of a window only, and where a model is to
read all that was said. Knows no user and no JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from chat.exceptions import NotFound
from chat.models import Conversation, Message

WINDOW_MESSAGES = 60  # some screens: most readers never ask for more
CONTEXT_MESSAGES = 20  # before the one at which a conversation is opened

Link = tuple[UUID, UUID | None]  # a message and its parent


class Tree:
    """Of links in the order in which the messages were made."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._parents = dict(links)
        self._children: dict[UUID | None, list[UUID]] = {}
        for message, parent in self._parents.items():
            self._children.setdefault(parent, []).append(message)

    def __contains__(self, message: object) -> bool:
        return message in self._parents

    def siblings(self, message: UUID) -> Sequence[UUID]:
        """All versions of this turn, itself included."""
        return self._children[self._parents[message]]

    def shown_path(self, head: UUID | None) -> list[UUID]:
        """From the first message through `head` to the newest end below it; without a head, or if
        it is gone, to the newest of all."""
        end = self._newest_end(head if head in self._parents else None)
        return [] if end is None else self.path_to(end)

    def path_to(self, message: UUID) -> list[UUID]:
        path = [message]
        while (parent := self._parents[path[-1]]) is not None:
            path.append(parent)
        return path[::-1]

    def ends_through(self, head: UUID | None) -> set[UUID]:
        """Where a path through `head` can end."""
        if head is not None and head not in self._children:
            return {head}
        below = list(self._children.get(head, ()))
        for message in below:  # which grows meanwhile
            below += self._children.get(message, ())
        return {message for message in below if message not in self._children}

    def _newest_end(self, head: UUID | None) -> UUID | None:
        ends = self.ends_through(head)
        return next((one for one in reversed(self._parents) if one in ends), None)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a path, with all versions of each of its turns; `older` messages stand before.
    is_other: of another path than the one that is shown."""

    messages: Sequence[Message]
    siblings: Mapping[UUID, Sequence[UUID]]
    older: int
    is_other: bool = False


def load_window(conversation: Conversation, *, through: UUID | None = None) -> Window:
    """The end of the path that is shown; or all from a little before that message on, if it is
    here, of the path that holds it."""
    tree = _read_tree(conversation)
    path = tree.shown_path(conversation.head_id)
    if through is None or through not in tree:
        return _load(conversation, tree, path)
    is_other = through not in path
    if is_other:
        path = tree.shown_path(through)
    wanted = len(path) - path.index(through) + CONTEXT_MESSAGES
    window = _load(conversation, tree, path, max(wanted, WINDOW_MESSAGES))
    return replace(window, is_other=is_other)


def load_branch(conversation: Conversation, through: UUID) -> Window:
    """The end of the path through that message, if it is here and not of the path that is shown."""
    tree = _read_tree(conversation)
    path = tree.shown_path(conversation.head_id)
    if through in tree and through not in path:
        path = tree.shown_path(through)
    return _load(conversation, tree, path)


def load_older(conversation: Conversation, before: UUID) -> Window:
    """What stands before that message. Raises NotFound."""
    tree = _read_tree(conversation)
    if before not in tree:
        raise NotFound
    return _load(conversation, tree, tree.path_to(before)[:-1])


def is_shown(message: Message) -> bool:
    """It is on the path that is shown."""
    conversation = message.conversation
    return message.pk in _read_tree(conversation).shown_path(conversation.head_id)


def list_path(conversation: Conversation) -> list[Message]:
    """The whole path that is shown, with the tries at its replies."""
    whole = _in_order(conversation).select_related("generation", "author", "edited_by")
    messages = {one.pk: one for one in whole}
    return [messages[one] for one in _tree_of(messages).shown_path(conversation.head_id)]


def list_path_to(message: Message) -> list[Message]:
    """From the first message to this one, whatever is shown."""
    whole = _in_order(message.conversation).select_related("author")
    messages = {one.pk: one for one in whole}
    return [messages[one] for one in _tree_of(messages).path_to(message.pk)]


def find_end(conversation: Conversation) -> Message | None:
    """The last message of the path that is shown."""
    messages = _in_order(conversation)
    if conversation.head_id is None:
        return messages.last()
    path = _read_tree(conversation).shown_path(conversation.head_id)
    return messages.filter(pk__in=path[-1:]).first()


def find_end_through(message: Message) -> UUID:
    """Of the path through this message that was shown last, or else is the newest."""
    rows = _in_order(message.conversation).annotate(moment=Coalesce("shown_at", "created_at"))
    moments = {pk: (parent, at) for pk, parent, at in rows.values_list("pk", "parent_id", "moment")}
    tree = Tree((pk, parent) for pk, (parent, _) in moments.items())
    return max(tree.ends_through(message.pk), key=lambda end: moments[end][1])


def list_siblings_in_turn(reply: Message) -> Mapping[UUID, Sequence[UUID]]:
    """All versions of a reply and of the message that it answers."""
    asked = reply.parent
    assert asked is not None  # a reply answers somebody
    if reply.conversation.is_new:
        return {one.pk: [one.pk] for one in (asked, reply)}
    versions = Q(parent=asked.pk) | Q(parent=asked.parent_id)
    tree = Tree([*_links(_in_order(reply.conversation), versions), (asked.pk, asked.parent_id)])
    return {one: tree.siblings(one) for one in (asked.pk, reply.pk)}


def _read_tree(conversation: Conversation) -> Tree:
    return Tree(_links(_in_order(conversation)))


def _links(messages: QuerySet[Message], *which: Q) -> QuerySet[Message, Link]:
    return messages.filter(*which).values_list("pk", "parent_id")


def _tree_of(messages: Mapping[UUID, Message]) -> Tree:
    return Tree((one.pk, one.parent_id) for one in messages.values())


def _in_order(conversation: Conversation) -> QuerySet[Message]:
    return conversation.messages.order_by("created_at", "pk")


def _load(
    conversation: Conversation, tree: Tree, path: Sequence[UUID], most: int = WINDOW_MESSAGES
) -> Window:
    shown = path[-most:]
    who = () if conversation.team_id is None else ("author", "edited_by")
    messages = conversation.messages.order_by().select_related("generation", *who).in_bulk(shown)
    return Window(
        messages=[messages[one] for one in shown if one in messages],  # a turn may be taken back
        siblings={one: tree.siblings(one) for one in shown},
        older=len(path) - len(shown),
    )
