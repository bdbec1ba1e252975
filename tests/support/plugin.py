"""The ground every test stands on: a real Redis and a directory of its own, per test process.

A pytest plugin and not a conftest, because Django reads its settings before any conftest is read.
TEST_DATABASE=postgresql runs the same tests on a real PostgreSQL.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from deploy.translations.compiling import compile_all
from tests.support.migrated import SHARED_DIR
from tests.support.processes import SETTINGS_OF_SITES
from tests.support.redis_server import RedisServer

compile_all()

TESTS = Path(__file__).resolve().parents[1]
VAR_DIR = Path(tempfile.mkdtemp(prefix="chatsite-tests-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
# Of the process that began, whose environment all others get: what is made once for all of them.
os.environ.setdefault(SHARED_DIR, str(VAR_DIR))

# At INFO it tells of every request, and of nothing else in what a failed test shows.
logging.getLogger("httpx").setLevel(logging.WARNING)

redis_server = RedisServer(VAR_DIR / "redis")
redis_server.start()
atexit.register(redis_server.stop)


os.environ |= {
    "VAR_DIR": str(VAR_DIR),
    "REDIS_URL": redis_server.url,
    "SECRET_KEY": "only-for-tests-" + "0" * 40,
    "INFERENCE_BACKEND": "scripted",
    "SCRIPTED_TOKENS_PER_SECOND": "200",
    "SCRIPTED_REPLY_TOKENS": "20",
    "ATTEMPTS_PER_MINUTE": "100000",  # everybody here comes from one address
}
if os.environ.get("TEST_DATABASE") == "postgresql":
    from tests.support.on_postgresql import new_database

    os.environ["DATABASE_URL"] = new_database(VAR_DIR)
else:
    os.environ.pop("DATABASE_URL", None)

# Where a single file can take minutes: begun last, it would leave the other processes idle. Those
# that share a site follow each other.
LONG_FOLDERS = ("faults", "deploy", "api", "site", "browser", "chatsite", "inference")

WHY_CHARACTERS = 400


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-data", action="store_true", help="only tests that ask for a database")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Which settings this process has is nothing that all it starts should hear: Celery would load
    Django into a worker that has nothing to do with it. See processes.py."""
    settings = os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    if settings is not None:
        os.environ[SETTINGS_OF_SITES] = settings
    config.addinivalue_line("markers", "own_profile: in a browser that no other test had")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long folders first; within each the order stays as random as it was."""
    if config.getoption("only_data"):
        config.hook.pytest_deselected(items=[item for item in items if not _asks_for_data(item)])
        items[:] = filter(_asks_for_data, items)
    items.sort(key=_turn)


def _asks_for_data(item: pytest.Item) -> bool:
    """pytest-django lets no other test near a database."""
    assert isinstance(item, pytest.Function)
    fixtures = {"db", "transactional_db", "django_db_setup"}.intersection(item.fixturenames)
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def _turn(item: pytest.Item) -> int:
    folder = item.path.relative_to(TESTS).parts[0]
    return LONG_FOLDERS.index(folder) if folder in LONG_FOLDERS else len(LONG_FOLDERS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why tests were tried again: nothing else tells that of those which passed at last."""
    for report in terminalreporter.stats.get("rerun", []):
        crash = getattr(report.longrepr, "reprcrash", None)
        why = crash.message if crash else str(report.longrepr)
        words = " ".join(why.split())[:WHY_CHARACTERS]
        terminalreporter.write_line(f"AGAIN {report.nodeid} [{report.when}]: {words}")


def pytest_collection_finish() -> None:
    """A million objects are there by now and stay: a full collection takes half a second, and
    engines that a test starts and ends ask for several."""
    gc.collect()
    gc.freeze()
