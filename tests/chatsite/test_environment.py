"""Settings that cannot be used are told in one sentence; the secret key is made once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management.utils import get_random_secret_key
from environs import EnvError

from chatsite.environment import database, env, explain, secret

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "eight", "PORT='eight' cannot be used: Not a valid integer."),
        ("PORT", "0", "PORT='0' cannot be used: It must be a port number, 1 to 65535."),
        ("DEBUG", "perhaps", "DEBUG='perhaps' cannot be used: Not a valid boolean."),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL='LOUD' cannot be used: It must be one of DEBUG, INFO"),
        ("DATABASE_URL", "my database", "DATABASE_URL cannot be used: it must look like sqlite:"),
        ("EMAIL_URL", "smtp+tls://h", "EMAIL_URL cannot be used: it must look like console:"),
        ("EMAIL_URL", "smtp://h:port", "EMAIL_URL cannot be used: it must look like console:"),
        ("VAR_DIR", "/dev/null/here", "VAR_DIR='/dev/null/here' cannot be written: "),
        ("MAX_IN_FLIGHT", "none", "MAX_IN_FLIGHT"),
        ("TOKENS_PER_DAY", "-1", "TOKENS_PER_DAY='-1' cannot be used: It must be 0 or more."),
        ("REPLY_SAMPLING", '{"heat": 1}', "cannot be used: it must be a JSON object with some of"),
        ("RETENTION_DAYS", "-1", "RETENTION_DAYS='-1' cannot be used: It must be 0 or more."),
        ("REVIEW_POLICY", "all", "REVIEW_POLICY='all' cannot be used: It must be one of nobody"),
        ("REPLY_SAMPLING", "[]", "cannot be used: it must be a JSON object with some of"),
        ("REPLY_SAMPLING", "{warm", "cannot be used: it must be a JSON object with some of"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(name: str, value: str, told: str) -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert told in ran.stderr
    assert ran.stderr.count("\n") == 1, ran.stderr


@pytest.mark.parametrize("name", ["EMAIL_URL", "REDIS_URL", "SECRET_KEY"])
def test_a_wrong_secret_is_not_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "correct-horse")
    with pytest.raises(EnvError) as wrong:
        env.int(name)
    assert explain(wrong.value) == f"{name} cannot be used: Not a valid integer."


def test_what_a_file_says_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "port").write_text("correct-horse")
    monkeypatch.setenv("SOME_PORT_FILE", str(tmp_path / "port"))
    with pytest.raises(EnvError) as wrong:
        env.int("SOME_PORT")
    assert explain(wrong.value) == "SOME_PORT cannot be used: Not a valid integer."


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from chatsite.environment import secret;"
        "print(secret('NO_SUCH_SETTING', kept_in=pathlib.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "secret_key")]

    def read() -> str:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor() as pool:
        keys = {future.result() for future in [pool.submit(read) for _ in range(4)]}
    assert len(keys) == 1
    assert len(keys.pop().strip()) >= 50


def test_only_the_owner_may_read_the_key(tmp_path: Path) -> None:
    secret("NO_SUCH_SETTING", kept_in=tmp_path / "secret_key")
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_given_key_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = get_random_secret_key()
    monkeypatch.setenv("SOME_KEY", key)
    assert secret("SOME_KEY", kept_in=tmp_path / "secret_key") == key
    assert not (tmp_path / "secret_key").exists()


def test_sqlite_waits_at_begin_and_postgresql_pools() -> None:
    sqlite = database("NO_SUCH_SETTING", default="sqlite:////tmp/x.sqlite3")
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in sqlite["OPTIONS"]["init_command"]
    postgresql = database("NO_SUCH_SETTING", default="postgres://a:b@localhost/c")
    assert postgresql["OPTIONS"]["pool"]["max_size"] == 16
    assert postgresql["CONN_MAX_AGE"] == 0
