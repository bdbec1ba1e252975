"""Fixtures for all tests; the servers behind them are started by tests/support/plugin.py."""

from __future__ import annotations

import pytest
import redis

from inference.store import get_redis
from tests.support import plugin


@pytest.fixture
def redis_url() -> str:
    return plugin.redis_server.url


@pytest.fixture(autouse=True)
def empty_redis() -> redis.Redis:
    """Every test begins with an empty Redis."""
    client = get_redis()
    client.flushall()
    return client
