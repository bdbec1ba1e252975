"""Fixtures for all tests; the servers behind them are started by tests/support/plugin.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.db import connection

from accounts.models import User
from chat.privacy import append_only
from inference.store import get_redis
from tests.support import on_postgresql, plugin
from tests.support.cast import make_user
from tests.support.migrated import copy_migrated
from tests.support.site import Site, running_site


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A copy of what the migrations made. SQLite's is a file: in memory it is locked otherwise than
    in a file when threads share it."""
    if connection.vendor == "sqlite":
        name = str(plugin.VAR_DIR / "test.sqlite3")
        copy_migrated(Path(name))
    else:
        name = on_postgresql.copy_migrated()
    connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What was copied is there already; it goes with its directory, or its server."""
    return True


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """With scripted replies, for all tests of a process whose people do not meet."""
    with running_site(tmp_path_factory.mktemp("shared-site")) as running:
        yield running


# The cast, where a folder has none of its own.


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def dora(db: None) -> User:
    return make_user("dora", is_staff=True, is_superuser=True)


@pytest.fixture
def redis_url() -> str:
    return plugin.redis_server.url


@pytest.fixture(autouse=True)
def nothing_is_announced() -> None:
    """Every test begins in a process that has just looked, as most pages do."""
    from operations import announcing

    announcing.remember([])


@pytest.fixture(autouse=True)
def all_mail_is_sent() -> Iterator[None]:
    """Letters go out behind the answer: none of this test arrives in the next one."""
    from accounts.mail import wait_until_sent

    yield
    wait_until_sent()


@pytest.fixture(autouse=True)
def empty_redis() -> redis.Redis:
    """Every test begins with an empty Redis."""
    client = get_redis()
    client.flushall()
    return client


@pytest.fixture
def real_commits(transactional_db: None) -> Iterator[None]:
    """For tests that commit entries of the audit log: the database is emptied after them, which is
    the very thing that its guard refuses."""
    yield
    append_only.unguard(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {append_only.TABLE}")
    append_only.guard(connection.alias)
