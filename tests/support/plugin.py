"""The ground every test stands on: a real Redis and a directory of its own, per test process.

A pytest plugin and not a conftest, because Django reads its settings before any conftest is read.
TEST_DATABASE=postgresql runs the same tests on a real PostgreSQL.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from deploy.translations.compiling import compile_all
from tests.support.redis_server import RedisServer

compile_all()

VAR_DIR = Path(tempfile.mkdtemp(prefix="chatsite-tests-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

redis_server = RedisServer(VAR_DIR / "redis")
redis_server.start()
atexit.register(redis_server.stop)


def postgresql_url() -> str:
    from tests.support.postgres_server import PostgresServer

    server = PostgresServer(VAR_DIR / "postgresql")
    atexit.register(server.close)
    return server.url


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
    os.environ["DATABASE_URL"] = postgresql_url()
else:
    os.environ.pop("DATABASE_URL", None)
