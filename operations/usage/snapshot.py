"""Several questions to the database at one moment, while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# By themselves, since a transaction of Django's would keep SQLite from writing meanwhile.
BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "sqlite": "BEGIN DEFERRED",
}


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All that is asked within sees what there was at the first question. Nothing is written there.
    Within a transaction it is for that one to say."""
    if connection.in_atomic_block:
        yield
        return
    _say(BEGIN[connection.vendor])
    try:
        yield
    except BaseException:
        connection.close()  # what is wrong with it may keep it from ending that
        raise
    _say("COMMIT")


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
