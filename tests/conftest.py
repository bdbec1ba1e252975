"""Fixtures for all tests; the servers behind them are started by tests/support/plugin.py."""

from __future__ import annotations

import pytest
import redis
from django.db import connection

from inference.store import get_redis
from tests.support import plugin


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A file of its own: SQLite in memory is locked otherwise than in a file when threads share it.
    Servers and their directories belong to one test process each, so names need no suffix."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(plugin.VAR_DIR / "test.sqlite3")


@pytest.fixture
def redis_url() -> str:
    return plugin.redis_server.url


@pytest.fixture(autouse=True)
def empty_redis() -> redis.Redis:
    """Every test begins with an empty Redis."""
    client = get_redis()
    client.flushall()
    return client
