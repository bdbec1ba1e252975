"""Backups that are not as others: without the key, with half a manifest, of a newer pg_dump."""

from __future__ import annotations

import json
import os
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
import redis

from chatsite.backups import archive
from chatsite.backups.databases import fit_for_older_servers
from chatsite.backups.exceptions import BackupError
from chatsite.backups.service import restore_backup
from tests.support.place import BEGIN, WHO, Place

DUMP = b"""--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
"""


@pytest.mark.timeout(300)  # a few commands, each of which starts Django
def test_one_without_the_secret_key_comes_back_and_says_so(tmp_path: Path) -> None:
    site, new = Place(tmp_path / "site"), Place(tmp_path / "new")
    site.done("migrate", "--verbosity", "0")
    site.done("shell", "--verbosity", "0", "-c", BEGIN)
    restored = new.manage("restore", site.done("backup", "--without-secret-key", str(tmp_path)))
    assert restored.returncode == 0, restored.stderr
    assert "It has no secret key" in restored.stdout
    assert "alice" in new.done("shell", "--verbosity", "0", "-c", WHO)


@pytest.mark.parametrize("missing", ["kind", "migrations", "files"])
def test_a_manifest_that_does_not_say_all_is_refused(tmp_path: Path, missing: str) -> None:
    manifest = tmp_path / "manifest.json"
    said = {"format": 1, "kind": "sqlite", "migrations": [], "files": {}}
    manifest.write_text(json.dumps({name: said[name] for name in said if name != missing}))
    with tarfile.open(tmp_path / "half.tar.gz", "w:gz") as tar:
        tar.add(manifest, arcname=manifest.name)
    with pytest.raises(BackupError):
        restore_backup(tmp_path / "half.tar.gz", replace=True, keep_secret_key=True)


@pytest.mark.timeout(240)
def test_redis_forgets_the_old_database_even_if_the_new_one_cannot_be_migrated(
    tmp_path: Path,
) -> None:
    with closing(sqlite3.connect(tmp_path / "database")) as odd:
        odd.execute("CREATE TABLE django_content_type (no_column_of_ours)")
    about = {"kind": "sqlite", "migrations": []}
    made = tmp_path / "made.tar.gz"
    archive.write(made, {"database": tmp_path / "database"}, about, beside=tmp_path)
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.set("of the old database", 1)
        restored = Place(tmp_path / "new").manage("restore", str(made))
        assert "django_content_type" in restored.stderr
        assert not client.exists("of the old database")


def test_an_older_server_takes_what_a_newer_pg_dump_wrote(tmp_path: Path) -> None:
    said = b"SET transaction_timeout = 0;\n"
    path = tmp_path / "dump"
    path.write_bytes(DUMP + b"-- \n" * 2000 + said)
    fit_for_older_servers(path)
    changed = DUMP.replace(said, b"-- " + said[3:])
    assert changed != DUMP
    assert path.read_bytes() == changed + b"-- \n" * 2000 + said, "it is what somebody wrote"
