"""What was deleted leaves the files as well, once a day: databases keep it until they tidy up.

SQLite: the index of words keeps the words of deleted messages until its pieces are merged, and the
write-ahead log what stood in it. Redis: its append-only file. PostgreSQL does so by itself.
"""

from __future__ import annotations

import logging

from django.db import OperationalError, connection

from inference.client import compact_store
from inference.exceptions import StoreUnavailable

logger = logging.getLogger(__name__)


def compact() -> None:
    """Each as far as it can be done now; the rest is for the next day."""
    try:
        compact_store()
    except StoreUnavailable as error:
        logger.warning("Redis keeps what was deleted until tomorrow: %s", error)
    try:
        if connection.vendor == "sqlite":
            _compact_sqlite()
    except OperationalError as error:
        logger.warning("The database keeps what was deleted until tomorrow: %s", error)


def _compact_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO chat_words (chat_words) VALUES ('optimize')")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
