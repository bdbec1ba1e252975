"""Look before starting: each thing that can be wrong is told in one sentence with its setting.

Every check raises CannotStart.
"""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import redis
from django.db import connection

from chatsite.supervisor.exceptions import CannotStart

ANSWER_WITHIN_SECONDS = 5


def check_port(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise CannotStart(f"HOST={host!r} is not an address of this machine: {error}.") from error
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except PermissionError as error:
            raise CannotStart(f"PORT={port} needs privileges; choose one over 1023.") from error
        except OSError as error:
            raise CannotStart(
                f"PORT={port} on {host} cannot be used ({error.strerror}): stop what listens "
                f"there, or choose another, as in PORT={port % 65535 + 1} make run."
            ) from error


def check_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(
            url,
            socket_connect_timeout=ANSWER_WITHIN_SECONDS,
            socket_timeout=ANSWER_WITHIN_SECONDS,
        ) as client:
            client.ping()
    except ValueError as error:
        raise CannotStart("REDIS_URL must look like redis://[:password@]host:6379/0.") from error
    except redis.RedisError as error:
        raise CannotStart(f"REDIS_URL names a Redis that does not answer: {error}") from error


def check_database() -> None:
    driver: Any = connection.Database  # type: ignore[attr-defined]  # sqlite3 or psycopg
    parameters = connection.get_connection_params()
    parameters.pop("pool", None)  # a pool would try again for long
    statement = "PRAGMA schema_version" if connection.vendor == "sqlite" else "SELECT 1"
    try:
        with closing(driver.connect(**parameters)) as direct:
            direct.execute(statement)
    except driver.Error as error:
        told = " ".join(str(error).split())
        raise CannotStart(f"DATABASE_URL names a database that does not open: {told}") from error


def check_model(chat_model: str) -> None:
    """Directories only: a name on the hub is looked up by the worker, which tells its progress."""
    if not chat_model.startswith(("/", "./", "../", "~")):
        return
    folder = Path(chat_model).expanduser()
    if not folder.is_dir():
        raise CannotStart(f"CHAT_MODEL={chat_model!r} is not a directory.")
    if not (folder / "config.json").is_file():
        raise CannotStart(f"CHAT_MODEL={chat_model!r} holds no model: it has no config.json.")
