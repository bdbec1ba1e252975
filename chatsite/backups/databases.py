"""Copy a database of either kind into a file while people write, and put one back as a whole or not
at all. Knows no table."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from chatsite.backups.exceptions import BackupError

# What libpq's programs read instead of arguments, which everybody on the machine could see.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
# What pg_dump 17 and newer say in a dump's head, and older servers refuse.
TIMEOUT = b"\nSET transaction_timeout = 0;\n"
HEAD = 4096  # and what people wrote comes after it
ANEW = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


def copy_to(path: Path) -> None:
    """All of one moment. Raises BackupError."""
    if connection.vendor == "sqlite":
        _copy_sqlite(_sqlite_path(), path)
    else:
        _run("pg_dump", "--no-owner", "--no-privileges", "--file", str(path))


def replace_with(path: Path) -> None:
    """In one transaction; after a BackupError all is as it was before."""
    connection.close()
    if connection.vendor == "sqlite":
        _check_sqlite(path)
        _copy_sqlite(path, _sqlite_path())
    else:
        fit_for_older_servers(path)
        once = ["--single-transaction", "--set", "ON_ERROR_STOP=1"]
        _run("psql", "--no-psqlrc", "--quiet", *once, "-c", ANEW, "-f", str(path))


def fit_for_older_servers(path: Path) -> None:
    """A comment in the place of that line, as long as it is."""
    with path.open("r+b") as dump:
        at = dump.read(HEAD).find(TIMEOUT)
        if at >= 0:
            dump.seek(at + 1)
            dump.write(b"-- ")


def _sqlite_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as origin:
            descriptor = os.open(target, os.O_CREAT, 0o600)  # it holds what people said
            os.close(descriptor)
            with closing(sqlite3.connect(target, timeout=30)) as copy:
                origin.backup(copy)
    except sqlite3.Error as error:
        raise BackupError(f"SQLite: {error}.") from error


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        raise BackupError(f"Its database is damaged: {verdict}.")


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} is not on PATH: install PostgreSQL's clients, of the server's version or a "
            "newer one (on Debian and Ubuntu: apt-get install postgresql-client)."
        )
    done = subprocess.run(  # noqa: S603 - ours, and no shell
        [found, *arguments],
        env={**os.environ, **_environment()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _environment() -> dict[str, str]:
    parameters: dict[str, Any] = connection.get_connection_params()
    return {
        variable: str(parameters[name])
        for name, variable in VARIABLES.items()
        if parameters.get(name)
    }
