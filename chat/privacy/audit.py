"""The audit log: one chain, whoever writes at the same time. The only place that adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Team, User
from chat.models import ApiGeneration, AuditEntry, Conversation, Feedback
from chat.models.audit import NAME_CHARACTERS
from chat.models.tries import storable

Action = AuditEntry.Action
Subject = Conversation | ApiGeneration | Team | User | Feedback
THE_SITE = "the site"  # who does what nobody asked for, such as retention
LOCK = 4_114_801  # of our own choice: nobody else takes this advisory lock
KINDS: dict[type[Subject], str] = {
    Conversation: "conversation",
    ApiGeneration: "API generation",
    Team: "team",
    User: "account",
    Feedback: "feedback",
}
READING = (Action.OPENED, Action.EXPORTED, Action.RERAN)


def record(
    action: AuditEntry.Action,
    *,
    actor: User | None,
    about: Subject | None = None,
    whose: User | None = None,
    reason: str = "",
    detail: str = "",
) -> AuditEntry:
    """Add to the end of the chain, before what it tells of is done: who cannot be written down does
    not get to do it. about: what was concerned; whose: an account, where no single thing was."""
    owner_id, owner_name = _owner_of(about, whose)
    with transaction.atomic():
        wait_for_turn()
        last = AuditEntry.objects.first()
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            moment=timezone.now(),
            actor_id=str(actor.pk) if actor else "",
            actor_name=_name_of(actor) if actor else THE_SITE,
            action=action,
            owner_id=owner_id,
            owner_name=owner_name,
            subject=subject_of(about) if about is not None else "",
            reason=storable(reason),
            detail=storable(detail),
            previous=last.digest if last else "",
        )
        entry.digest = entry.make_digest()
        entry.save(force_insert=True)
        if action in READING and isinstance(about, Conversation):
            about.last_read_at = entry.moment  # for the line that its owner sees
            about.save(update_fields=["last_read_at"])
    return entry


def record_account_change(user: User, *, by: User, what: str) -> None:
    """What settings.ACCOUNT_AUDIT names: somebody changes how one signs in to an account, or its
    rights. what: as accounts.admin.telling has it."""
    record(Action.CHANGED, actor=by, about=user, detail=what)


def subject_of(about: Subject) -> str:
    return f"{KINDS[type(about)]} {about.pk}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """count: of the entries that are whole. broken: the number of the first that is not."""

    count: int
    last_digest: str
    broken: int | None = None
    why: str = ""


def verify(known: tuple[int, str] | None = None) -> Verdict:
    """Read the chain from its beginning. known: number and digest of an entry as noted elsewhere;
    without such a note nobody can tell that the end is missing, or that all was made anew."""
    last, count = "", 0
    for entry in AuditEntry.objects.order_by("number").iterator():
        why = _fault(entry, count + 1, last)
        if not why and known and known[0] == entry.number and known[1] != entry.digest:
            why = "its digest is not the one that was noted"
        if why:
            return Verdict(count, last, count + 1, why)
        last, count = entry.digest, count + 1
    if known and known[0] > count:
        return Verdict(count, last, count + 1, f"it is missing, and entry {known[0]} was noted")
    return Verdict(count, last)


def _fault(entry: AuditEntry, number: int, last: str) -> str:
    if entry.number != number:
        return f"it is missing, the next one there is {entry.number}"
    if entry.previous != last:
        return "it does not follow from the one before"
    return "" if entry.digest == entry.make_digest() else "it does not say what was written"


def wait_for_turn() -> None:
    """Until the end of this transaction nobody else writes to the log. Call it before rows are
    locked, and before it is asked what a legal hold keeps: holds are placed by whoever has the
    turn. On SQLite the transaction itself is the turn: it is immediate."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def owner_id_of(team_id: UUID) -> str:
    """Under which what concerns a team, or its conversations, is told to all of it."""
    return f"team:{team_id.hex}"


def _owner_of(about: Subject | None, whose: User | None) -> tuple[str, str]:
    if isinstance(about, Conversation) and about.team is not None:
        return owner_id_of(about.team.pk), about.team.name
    if isinstance(about, Team):
        return owner_id_of(about.pk), about.name[:NAME_CHARACTERS]
    if isinstance(about, Feedback):  # is nobody's conversation; the detail says whose it is
        return "", ""
    if isinstance(about, User):
        return str(about.pk), _name_of(about)
    owner = whose if about is None else about.owner
    return (str(owner.pk), _name_of(owner)) if owner else ("", "")


def _name_of(user: User) -> str:
    return user.username[:NAME_CHARACTERS]
