"""A turn that its socket listens to before it is stored, under ids that it has chosen itself.

So its first frame waits for no look into the log, and a conversation that has just begun need not
be loaded to know that nothing has happened in it meanwhile.
"""

from __future__ import annotations

from typing import Self
from uuid import UUID

from chat.notices import channel_of
from chat.turns import Ids
from inference.stream import Expected, expect_reply


class Ahead:
    """ids: for the turn. begins: a conversation does so with it, whose changes are listened to,
    too."""

    def __init__(self, *, begins: bool) -> None:
        self.ids = Ids(before_commit=self._note)
        channels = [channel_of(self.ids.conversation)] if begins else []
        self._reply, *changes = expect_reply(str(self.ids.generation), *channels)
        self._changes: Expected | None = changes[0] if changes else None

    def reply_of(self, generation: UUID) -> Expected | None:
        """`None`: it is another one."""
        return self._reply if generation == self.ids.generation else None

    def changes_of(self, conversation: UUID) -> Expected | None:
        """As reply_of."""
        return self._changes if conversation == self.ids.conversation else None

    def _note(self) -> None:
        """In a thread of the database."""
        for one in self._all:
            one.note()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """What nobody took over goes: the turn was refused, or is one that was stored before."""
        for one in self._all:
            if not one.is_taken:
                one.drop()

    @property
    def _all(self) -> list[Expected]:
        return [self._reply] if self._changes is None else [self._reply, self._changes]
