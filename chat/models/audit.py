"""Who read, kept or deleted what others wrote: rows that are added, and never changed again."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from django.db import models

NAME_CHARACTERS = 200
REASON_CHARACTERS = 500


class AppendOnly(Exception):
    """Somebody tried to change or remove an entry, or to add one past `chat.privacy.audit`."""

    def __init__(self) -> None:
        super().__init__("The audit log is append-only: use chat.privacy.audit.record.")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class AuditEntry(models.Model):
    """One thing that somebody did. People and conversations are kept as text, so that the entry
    stays true, and the chain whole, when they are gone.

    number: 1, 2, 3, without a gap. owner: whose conversation; empty where it concerns everybody.
    subject: which, as `conversation <id>`, `team <id>` or `account <id>`. reason: in the words of
    the actor. detail: what else there is to know, never a text of the owner's. digest: over
    everything here and the digest of the entry before, so that who changes one entry has to change
    all that follow.
    """

    class Action(models.TextChoices):
        OPENED = "opened", "read it"
        BROWSED = "browsed", "asked to see titles"
        SEARCHED = "searched", "searched texts"
        EXPORTED = "exported", "exported it"
        RERAN = "reran", "had a reply of it written again"
        REFUSED = "refused", "tried to read it and was refused"
        REPORTED = "reported", "put it before reviewers"
        WITHDRAWN = "withdrawn", "took it back from reviewers"
        HELD = "held", "placed a legal hold"
        RELEASED = "released", "released a legal hold"
        DELETED = "deleted", "deleted it"
        EXPIRED = "expired", "deleted what was old"
        CHANGED = "changed", "changed it"
        STOPPED = "stopped", "stopped a reply of it"

    number = models.BigIntegerField(primary_key=True)
    moment = models.DateTimeField()
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField("who", max_length=NAME_CHARACTERS, blank=True)
    action = models.CharField(max_length=10, choices=Action.choices)
    owner_id = models.CharField(max_length=40, blank=True)
    owner_name = models.CharField("whose", max_length=NAME_CHARACTERS, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        ordering = ("-number",)
        indexes = (
            models.Index(fields=["owner_id", "-number"], name="audit_by_owner"),
            models.Index(fields=["actor_id", "-number"], name="audit_by_actor"),
        )

    def __str__(self) -> str:
        return f"Audit entry {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding or not kwargs.get("force_insert"):
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    @property
    def is_of_team(self) -> bool:
        return self.subject.startswith("team ")

    def make_digest(self) -> str:
        """SHA-256 of what the entry says, as JSON with sorted names and without spaces."""
        said = {
            name: getattr(self, name)
            for name in (
                *("number", "actor_id", "actor_name", "action", "owner_id", "owner_name"),
                *("subject", "reason", "detail", "previous"),
            )
        }
        said["moment"] = self.moment.isoformat(timespec="microseconds")
        canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
