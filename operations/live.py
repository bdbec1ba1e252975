"""What happens on the site just now. No texts, no titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from chat import services
from chat.api_endings import stop_api_generation
from chat.models import ApiGeneration, AuditEntry, Generation
from chat.models.tries import Try
from chat.privacy.audit import record
from inference.client import RunningReply, StoreView, default_model, look_at_store
from inference.exceptions import StoreUnavailable

MOST_REPLIES = 50  # of a kind, those that were asked for first

Kind = Literal["page", "api"]

DELIVERY_WORDS = {
    "repeated": "Appends that came twice and were written once",
    "fenced": "Late events of an earlier attempt, refused",
    "after_ending": "Events after the ending, refused",
    "restored": "Streams made again after Redis was emptied",
    "shutdown": "Replies handed over by a worker that shut down",
    "lost": "Replies taken over from a worker that was lost",
    "gaps": "Gaps in what came from Redis, filled from the log (web processes that are up)",
    "resumes": "Replies that a page asked for again (web processes that are up)",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One that waits or is being written. running: `None` where Redis does not know it, or is
    away."""

    id: UUID
    kind: Kind
    who: str
    model: str
    asked_at: datetime
    running: RunningReply | None

    @property
    def age_seconds(self) -> float:
        return max(0.0, (timezone.now() - self.asked_at).total_seconds())

    @property
    def state(self) -> str:
        if self.running is None:
            return "not in Redis"
        if self.running.is_stopping:
            return "stopping"
        if not self.running.worker:
            return "waiting"
        return "being written" if self.running.tokens else "reading"


@dataclass(frozen=True, slots=True)
class Live:
    """store: `None` when Redis does not answer. count: of all replies, of which the oldest are
    listed. oldest_wait_seconds: of those that are listed."""

    replies: Sequence[Reply]
    count: int
    store: StoreView | None

    @property
    def ping(self) -> str:
        return f"{1000 * self.store.ping_seconds:.1f} ms" if self.store else ""

    @property
    def longest_silence(self) -> str:
        """Of a stream that a worker writes."""
        written = [one.running for one in self.replies if one.running and one.running.worker]
        quiet = [one.quiet_seconds for one in written if one.quiet_seconds is not None]
        return f"{max(quiet):.1f} s" if quiet else "–"

    @property
    def delivery(self) -> list[tuple[str, int]]:
        """In words, of Redis and of all web processes."""
        if self.store is None:
            return []
        counts = dict(self.store.delivery)
        counts["gaps"] = sum(one.gaps for one in self.store.processes)
        counts["resumes"] = sum(one.resumes for one in self.store.processes)
        return [(words, counts[name]) for name, words in DELIVERY_WORDS.items()]

    @property
    def oldest_wait_seconds(self) -> float | None:
        waits = [one.age_seconds for one in self.replies if one.state == "waiting"]
        return max(waits, default=None)


def look() -> Live:
    """Four queries and a look at Redis."""
    pages, programs = Generation.objects.active(), ApiGeneration.objects.active()
    found: list[tuple[Kind, Try, str]] = [
        ("page", one, (one.requested_by or one.conversation.owner).username)
        for one in pages.select_related("conversation__owner", "requested_by").order_by(
            "created_at"
        )[:MOST_REPLIES]
    ]
    found += [
        ("api", one, one.owner.username)
        for one in programs.select_related("owner").order_by("created_at")[:MOST_REPLIES]
    ]
    found.sort(key=lambda one: one[1].created_at)
    count = pages.count() + programs.count()
    try:
        store = look_at_store([str(one.pk) for _, one, _ in found])
    except StoreUnavailable:
        store = None
    replies = [
        Reply(
            id=one.pk,
            kind=kind,
            who=who,
            model=one.model or default_model(),
            asked_at=one.created_at,
            running=store.replies.get(str(one.pk)) if store else None,
        )
        for kind, one, who in found
    ]
    return Live(replies, count, store)


def stop(operator: User, generation_id: UUID) -> bool:
    """The way that its reader's Stop takes, and written down first. False: there is none, or it has
    ended. Raises chat.exceptions.Unavailable or StoreUnavailable."""
    whole = Generation.objects.select_related("conversation__owner", "message__parent")
    of_page = whole.active().filter(pk=generation_id).first()
    if of_page is not None:
        record(AuditEntry.Action.STOPPED, actor=operator, about=of_page.conversation)
        services.stop_generation(of_page)
        return True
    of_program = ApiGeneration.objects.active().select_related("owner").filter(pk=generation_id)
    found = of_program.first()
    if found is not None:
        record(AuditEntry.Action.STOPPED, actor=operator, about=found)
        stop_api_generation(str(found.pk))
        return True
    return False
