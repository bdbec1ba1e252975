"""What cannot work is told before anything starts, in one sentence that names the setting."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.redis_server import free_port

ROOT = Path(__file__).resolve().parents[2]


def fails_to_start(var_dir: Path, **settings: str) -> str:
    """Start the site, which must refuse; give what it says."""
    environment = {**os.environ, "VAR_DIR": str(var_dir), "PORT": str(free_port()), **settings}
    ran = subprocess.run(
        [sys.executable, "-m", "chatsite.supervisor"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("Chatsite cannot start. ")
    assert "Traceback" not in ran.stderr
    assert ran.stderr.count("\n") == 1, ran.stderr
    return ran.stderr


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"PORT={port} on 127.0.0.1 cannot be used" in fails_to_start(
            tmp_path, PORT=str(port)
        )


def test_a_host_that_is_not_here(tmp_path: Path) -> None:
    assert "HOST=" in fails_to_start(tmp_path, HOST="no-such-host.invalid")


def test_a_missing_model_directory(tmp_path: Path) -> None:
    told = fails_to_start(tmp_path, CHAT_MODEL=str(tmp_path / "nowhere"))
    assert f"CHAT_MODEL='{tmp_path / 'nowhere'}' is not a directory." in told


def test_a_directory_without_a_model(tmp_path: Path) -> None:
    assert "it has no config.json" in fails_to_start(tmp_path, CHAT_MODEL=str(tmp_path))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://127.0.0.1:{port}/0", "REDIS_URL names a Redis that does not answer: "),
        ("memcached://here", "REDIS_URL must look like redis://"),
    ],
)
def test_a_redis_that_is_not_there(tmp_path: Path, url: str, told: str) -> None:
    assert told in fails_to_start(tmp_path, REDIS_URL=url.format(port=free_port()))


@pytest.mark.parametrize("name", ["postgres://a:secret@127.0.0.1:{port}/b", "sqlite:////no/dir/db"])
def test_a_database_that_does_not_open(tmp_path: Path, name: str) -> None:
    told = fails_to_start(tmp_path, DATABASE_URL=name.format(port=free_port()))
    assert "DATABASE_URL names a database that does not open: " in told
    assert "secret" not in told


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "db").write_text("something else entirely, and long enough to be read" * 99)
    assert "file is not a database" in fails_to_start(
        tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'db'}"
    )


def test_a_malformed_setting(tmp_path: Path) -> None:
    assert "PORT='high' cannot be used" in fails_to_start(tmp_path, PORT="high")


def test_a_directory_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "VAR_DIR=" in fails_to_start(tmp_path / "file" / "var")
