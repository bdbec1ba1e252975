"""Queries from the event loop: in threads, whose connections are kept where that is cheaper."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from django.db import connections
from django.utils import translation
from django.utils.translation import get_language

Result = TypeVar("Result")

# Channels would run all sockets of a process in one thread; one slow query would stop them all. But
# more of them keep the event loop from its turn when many people send at once.
THREADS = ThreadPoolExecutor(4, thread_name_prefix="database")


async def in_database(function: Callable[[], Result]) -> Result:
    """Run a function that may use the database (or the blocking Redis client), in the language of
    who asks for it."""
    loop = asyncio.get_running_loop()
    run = copy_context().run
    return await loop.run_in_executor(THREADS, run, _connected, function, get_language())


def _connected(function: Callable[[], Result], language: str | None) -> Result:
    _tend_connections()
    try:
        with translation.override(language):  # Django does not let a thread inherit it
            return function()
    finally:
        _tend_connections()


def _tend_connections() -> None:
    """Close those that are broken or left in a transaction, and give PostgreSQL's back to their
    pool. SQLite's stay: when the last one is closed, SQLite folds its log into the file and waits
    for the disk, which takes longer than all queries of a message."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "sqlite":
            connection.close_at = None
        connection.close_if_unusable_or_obsolete()
