"""What the audit log tells the owners of conversations, and everybody in a team: who read theirs,
when and why; what the administration changed about a team and who is in it; and who changed how
they sign in, for then somebody may read as them.

Legal holds are not told: they may be secret by law. What an administrator searched for is not told
either, for it may name somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from chat.models import AuditEntry, Conversation
from chat.privacy.audit import KINDS, owner_id_of
from chat.selectors import list_teams, taken_part_in

Action = AuditEntry.Action

PAGE_ENTRIES = 30
OF_ONE = (Action.OPENED, Action.EXPORTED, Action.RERAN, Action.REFUSED, Action.DELETED)
OF_ALL = (Action.BROWSED, Action.SEARCHED)
OF_TEAM = Q(action=Action.CHANGED, subject__startswith=f"{KINDS[Team]} ")
OF_CONVERSATIONS = f"{KINDS[Conversation]} "
OF_ACCOUNTS = f"{KINDS[User]} "
# As accounts.admin.telling writes them.
CHANGES: Mapping[str, Promise] = MappingProxyType(
    {
        "password": _("Password"),
        "address": _("E-mail"),
        "second factor": _("Second factor"),
        "rights": _("Rights"),
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """conversation: where it is still there; is_of_all: all conversations of the site."""

    entry: AuditEntry
    conversation: Conversation | None
    is_of_all: bool
    is_of_program: bool
    is_of_account: bool

    @property
    def reason(self) -> str:
        return "" if self.is_of_all else self.entry.reason

    @property
    def changes(self) -> Sequence[str]:
        """Of the account. Which rights is not told: the names of groups are the site's."""
        named, _sep, _rights = self.entry.detail.partition(":")
        return [str(CHANGES[one]) for one in named.split(", ") if one in CHANGES]


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. older: the number before which the next page begins."""

    readings: Sequence[Reading]
    older: int | None


def list_readings(user: User, *, before: int | None = None) -> Page:
    """By others, of what is the user's; and of everybody's since they have been here. A search
    without a reason was of what people put before reviewers, and not of everybody's."""
    owners = [str(user.pk), *(owner_id_of(team.pk) for team in list_teams(user))]
    theirs = Q(owner_id__in=owners) & (Q(action__in=OF_ONE) | OF_TEAM)
    account = Q(owner_id=str(user.pk), action=Action.CHANGED, subject__startswith=OF_ACCOUNTS)
    of_all = Q(owner_id="", action__in=OF_ALL, moment__gte=user.date_joined) & ~Q(reason="")
    entries = AuditEntry.objects.filter(theirs | account | of_all).exclude(actor_id=str(user.pk))
    if before is not None:
        entries = entries.filter(number__lt=before)
    found = list(entries[: PAGE_ENTRIES + 1])
    page = found[:PAGE_ENTRIES]
    older = page[-1].number if len(found) > PAGE_ENTRIES else None
    return Page(list(_with_conversations(user, page)), older)


def _with_conversations(user: User, entries: Sequence[AuditEntry]) -> Iterator[Reading]:
    ids = {one.number: _conversation_id(one) for one in entries}
    wanted = [one for one in ids.values() if one is not None]
    there = Conversation.objects.visible().filter(taken_part_in(user)).in_bulk(wanted)
    for entry in entries:
        conversation_id = ids[entry.number]
        is_of_account = entry.subject.startswith(OF_ACCOUNTS)
        yield Reading(
            entry=entry,
            conversation=there.get(conversation_id) if conversation_id else None,
            is_of_all=not entry.owner_id,
            is_of_program=bool(entry.owner_id) and conversation_id is None and not is_of_account,
            is_of_account=is_of_account,
        )


def _conversation_id(entry: AuditEntry) -> UUID | None:
    if not entry.subject.startswith(OF_CONVERSATIONS):
        return None
    return UUID(entry.subject.removeprefix(OF_CONVERSATIONS))
