"""Where a page of rows ended that are listed by moment, newest first."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from django.db.models import Q

from chat.exceptions import Malformed


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row itself: those after it were made before, or in the same moment."""

    moment: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises Malformed for one that is not ours."""
        try:
            moment, last_id = base64.urlsafe_b64decode(text.encode()).decode().split("|")
            return cls(datetime.fromisoformat(moment).astimezone(UTC), UUID(last_id))
        except (ValueError, OverflowError):
            raise Malformed("before: is not a cursor of this site.") from None

    def __str__(self) -> str:
        place = f"{self.moment.isoformat()}|{self.id}"
        return base64.urlsafe_b64encode(place.encode()).decode()

    def older(self, field: str) -> Q:
        """What follows it in the order of that field."""
        return Q(**{f"{field}__lt": self.moment}) | Q(**{field: self.moment}, pk__lt=self.id)
