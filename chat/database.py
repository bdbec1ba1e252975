"""Queries from the event loop: in threads, each returning its connection at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from channels.db import DatabaseSyncToAsync

Result = TypeVar("Result")

# Channels would run all sockets of a process in one thread; one slow query would stop them all.
THREADS = ThreadPoolExecutor(8, thread_name_prefix="database")


async def in_database(function: Callable[[], Result]) -> Result:
    """Run a function that may use the database (or the blocking Redis client)."""
    call: Callable[[], Awaitable[Result]] = DatabaseSyncToAsync(
        function, thread_sensitive=False, executor=THREADS
    )
    return await call()
