"""An SQLite database after all migrations: made once for all processes, and copied.

Migrations take longer than the rest of a site's start. That they run is asked where they are the
point: tests/chat/test_migrations.py, tests/deploy, and every start on PostgreSQL.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED_DIR = "TESTS_SHARED_DIR"


def copy_migrated(database: Path) -> None:
    """database: where none is yet."""
    folder = Path(os.environ[SHARED_DIR]) / "migrated"
    folder.mkdir(exist_ok=True)
    made = folder / "db.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _migrate(folder / "being-made")
            (folder / "being-made" / made.name).rename(made)
    shutil.copyfile(made, database)


def _migrate(folder: Path) -> None:
    environment = {**os.environ, "VAR_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
