"""One question a second to the database for a whole process, while somebody waits for its answer.

Knows neither rights nor teams.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from django.db import DatabaseError

from chat.database import in_database

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0  # whoever loses a right reads no further than two of these

Name = TypeVar("Name", bound=Hashable)
Found = TypeVar("Found")


class Polling(ABC, Generic[Name]):
    """what: that it asks for, in the words of a log."""

    what: str

    def __init__(self) -> None:
        self._watched: Counter[Name] = Counter()
        self._polled = asyncio.Condition()
        self._polling: asyncio.Task[None] | None = None

    @contextmanager
    def _watching(self, name: Name) -> Iterator[None]:
        self._watched[name] += 1
        if self._polling is None or self._polling.done():
            self._polling = asyncio.create_task(self._keep_polling(), name=f"poll: {self.what}")
        try:
            yield
        finally:
            self._leave(name)

    def _leave(self, name: Name) -> None:
        self._watched[name] -= 1
        if not self._watched[name]:
            del self._watched[name]
            self._forget(name)
        if not self._watched and self._polling is not None:
            self._polling.cancel()
            self._polling = None

    async def _keep_polling(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            await self._poll(set(self._watched))

    async def _ask(self, question: Callable[[], Found]) -> Found | None:
        """`None`: there is no answer just now. Whatever goes wrong, the next one comes: without it
        nobody would hear of a change."""
        try:
            return await in_database(question)
        except DatabaseError as error:
            logger.warning("%s cannot be looked up just now: %s", self.what, error)
        except Exception:  # such as InterfaceError
            logger.exception("%s cannot be understood", self.what)
        return None

    @abstractmethod
    async def _poll(self, names: set[Name]) -> None:
        """Find out, and notify `_polled` if there is news."""

    @abstractmethod
    def _forget(self, name: Name) -> None:
        """Nobody waits for news of it any more."""
