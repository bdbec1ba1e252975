"""Looking through everybody's conversations: titles in the list, and the search in texts. Where the
policy asks why, that is asked once for a while, and every search is in the audit log."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from chat.models import AuditEntry, Conversation
from chat.models.audit import REASON_CHARACTERS
from chat.privacy import reasons
from chat.privacy.audit import record
from chat.privacy.policy import Decision, may_be_flagged, may_search, open_to, readable_by


class Looking:
    """What one request may look through."""

    most_characters = REASON_CHARACTERS
    minutes = int(reasons.LASTS.total_seconds() // 60)

    def __init__(self, request: HttpRequest) -> None:
        self._session = request.session
        self._reader = cast("User", request.user)
        self.needs_reason = may_search(self._reader) is Decision.NEEDS_REASON
        self.reason = reasons.recall(self._session, reasons.EVERYTHING)

    @property
    def is_open(self) -> bool:
        """Everybody's, for the reason that was given."""
        return self.needs_reason and self.reason is not None

    @property
    def shows_flagged(self) -> bool:
        return may_be_flagged()

    def shown(self) -> QuerySet[Conversation]:
        """Those whose titles are shown, and whose texts are searched."""
        return readable_by(self._reader) if self.is_open else open_to(self._reader)

    def begin(self, typed: str) -> bool:
        """False: this is no reason."""
        reason = reasons.clean(typed)
        if reason is not None and self.needs_reason:
            record(AuditEntry.Action.BROWSED, actor=self._reader, reason=reason)
            reasons.remember(self._session, reasons.EVERYTHING, reason)
        return reason is not None

    def write_down_search(self, phrase: str) -> None:
        record(
            AuditEntry.Action.SEARCHED,
            actor=self._reader,
            reason=(self.reason or "") if self.is_open else "",
            detail=phrase,
        )
