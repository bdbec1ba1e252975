"""One PostgreSQL for all processes of a run, with databases for each of them.

Migrations run there once: the databases of tests are copies of the one that they made.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import psycopg

from tests.support.migrated import ROOT, SHARED_DIR
from tests.support.postgres_server import PostgresServer

SERVER = "TESTS_POSTGRESQL"  # its address, which those hear that the first process starts
MIGRATED = "migrated"


def new_database(var_dir: Path) -> str:
    """→ the address of an empty one, of this process"""
    if SERVER not in os.environ:
        server = PostgresServer(var_dir / "postgresql")
        atexit.register(server.close)
        os.environ[SERVER] = server.url
        # Nobody asks for what was written when the machine has stopped.
        for hurry in ("fsync", "full_page_writes", "synchronous_commit"):
            _tell(f"ALTER SYSTEM SET {hurry} = off")
        _tell("SELECT pg_reload_conf()")
    name = f"process_{os.getpid()}"
    _tell(f"CREATE DATABASE {name}")
    return _address(name)


def copy_migrated() -> str:
    """→ the name of a database after all migrations, of this process"""
    with (Path(os.environ[SHARED_DIR]) / "lock-of-postgresql").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _tell(f"SELECT 1 FROM pg_database WHERE datname = '{MIGRATED}'"):
            _tell("CREATE DATABASE being_made")
            environment = {**os.environ, "DATABASE_URL": _address("being_made")}
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
            _tell(f"ALTER DATABASE being_made RENAME TO {MIGRATED}")
        name = f"test_{os.getpid()}"
        _tell(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
    return name


def _address(database: str) -> str:
    return os.environ[SERVER].replace("/postgres?", f"/{database}?")


def _tell(statement: str) -> bool:
    """→ whether there is an answer"""
    with psycopg.connect(os.environ[SERVER], autocommit=True) as connection:
        done = connection.execute(statement.encode())
        return done.description is not None and done.fetchone() is not None
