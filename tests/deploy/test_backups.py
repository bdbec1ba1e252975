"""A backup holds all of one moment, goes back whole or not at all, and is not taken for one when it
was interrupted."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.support.image import ROOT
from tests.support.place import BEGIN, WHO, Place
from tests.support.plugin import VAR_DIR
from tests.support.postgres_server import PostgresServer
from tests.support.waiting import wait_for

# Each round is one transaction: whoever sees half of it has not copied one moment.
WRITE = """
import itertools
from django.db import transaction
from accounts.models import User
from chat.models import AuditEntry, Conversation, Message
from chat.privacy.audit import record
alice = User.objects.get(username="alice")
for number in itertools.count(1):
    with transaction.atomic():
        talk = Conversation.objects.create(owner=alice, title=f"Number {number}")
        Message.objects.create(conversation=talk, role="user", text=f"written{number} zebra")
        record(AuditEntry.Action.REPORTED, actor=alice, about=talk)
    print(number, flush=True)
"""
LOOK = """
import json
from accounts.api_keys import find_api_key
from accounts.models import User
from chat.models import AuditEntry, Conversation, Message
from chat.privacy.audit import verify
from chat.search import search_messages
alice = User.objects.get(username="alice")
last = Conversation.objects.count()
print(json.dumps({
    "counts": [last, Message.objects.count(), AuditEntry.objects.count()],
    "password": alice.check_password("correct horse battery staple"),
    "key": find_api_key(SECRET) is not None,
    "chain": verify(None).broken is None,
    "found": [hit.message.text for hit in search_messages(alice, f"written{last}").hits],
}))
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer(VAR_DIR / "postgresql-to-copy")
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Place, Place]:
    """A site, and an empty one of the same kind."""
    if request.param == "sqlite":
        return Place(tmp_path / "site"), Place(tmp_path / "new")
    server: PostgresServer = request.getfixturevalue("postgres")
    urls = []
    with psycopg.connect(server.url, autocommit=True) as connection:
        for name in (f"site_{uuid4().hex}", f"new_{uuid4().hex}"):
            connection.execute(f"CREATE DATABASE {name}".encode())
            urls.append(server.url.replace("/postgres?", f"/{name}?"))
    return Place(tmp_path / "site", urls[0]), Place(tmp_path / "new", urls[1])


@pytest.mark.timeout(240)  # a dozen commands, each of which starts Django
def test_what_was_written_while_people_write_comes_back_in_an_empty_site(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    site, new = places
    site.done("migrate", "--verbosity", "0")
    key = site.done("shell", "--verbosity", "0", "-c", BEGIN)
    writer = subprocess.Popen(
        site.command("shell", "--verbosity", "0", "-c", WRITE),
        cwd=ROOT,
        env=site.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    try:
        for _ in range(20):
            before = int(writer.stdout.readline())
        made = Path(site.done("backup", str(tmp_path)))
    finally:
        writer.kill()
        after = [before, *map(int, writer.stdout.read().split())][-1]
        writer.stdout.close()
        writer.wait()
    assert after > before, "nobody wrote meanwhile"
    assert made.stat().st_mode & 0o077 == 0
    assert "The audit log is whole" in new.manage("restore", str(made)).stdout
    seen = json.loads(new.done("shell", "--verbosity", "0", "-c", f"SECRET = {key!r}\n{LOOK}"))
    count = seen["counts"][0]
    assert before <= count <= after
    assert seen == {
        "counts": [count] * 3,
        "password": True,
        "key": True,
        "chain": True,
        "found": [f"written{count} zebra"],
    }
    assert secret_key(new) == secret_key(site)
    assert "--replace" in new.refused("restore", str(made))
    new.done("restore", "--replace", str(made))
    assert list(tmp_path.glob(".*")) == []


def secret_key(place: Place) -> str:
    return (place.var_dir / "secret_key").read_text()


# --- what is no backup ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Path]:
    """A site with one account, and its backup."""
    folder = tmp_path_factory.mktemp("copied")
    site = Place(folder / "site")
    site.done("migrate", "--verbosity", "0")
    site.done("shell", "--verbosity", "0", "-c", BEGIN)
    return site, Path(site.done("backup", str(folder / "whole.tar.gz")))


@pytest.mark.parametrize("kept", [0.0, 0.9])
def test_half_a_file_is_refused_and_changes_nothing(
    copied: tuple[Place, Path], tmp_path: Path, kept: float
) -> None:
    site, whole = copied
    half = tmp_path / "half.tar.gz"
    half.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * kept)])
    assert "Nothing was changed." in site.refused("restore", "--replace", str(half))
    assert "alice" in site.done("shell", "--verbosity", "0", "-c", WHO)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("database", "its file database was changed"),
        ("format", "It is of format 2"),
        ("kind", "it can only go back into the kind that it came from"),
        ("migrations", "It was made by a newer release, which has chat.9999_teleport"),
    ],
)
def test_what_was_changed_or_does_not_fit_is_refused(
    copied: tuple[Place, Path], tmp_path: Path, changed: str, told: str
) -> None:
    with tarfile.open(copied[1]) as tar:
        tar.extractall(tmp_path / "parts", filter="data")
    parts = tmp_path / "parts"
    manifest = json.loads((parts / "manifest.json").read_text())
    other = {"format": 2, "kind": "postgresql", "migrations": ["chat.9999_teleport"]}
    if changed == "database":
        content = bytearray((parts / "database").read_bytes())
        content[-1] ^= 1
        (parts / "database").write_bytes(content)
    else:
        (parts / "manifest.json").write_text(json.dumps({**manifest, changed: other[changed]}))
    with tarfile.open(tmp_path / "changed.tar.gz", "w:gz") as tar:
        for name in ("database", "secret_key", "manifest.json"):
            tar.add(parts / name, arcname=name)
    new = Place(tmp_path / "new")
    assert told in new.refused("restore", str(tmp_path / "changed.tar.gz"))


def test_another_secret_key_is_told_of_before_anything_is_lost(
    copied: tuple[Place, Path], tmp_path: Path
) -> None:
    new = Place(tmp_path / "new")
    other = {"SECRET_KEY": "another-" + "0" * 50}
    assert "--keep-secret-key" in new.refused("restore", str(copied[1]), **other)
    assert "no such table" in new.manage("shell", "-c", WHO).stderr


def test_an_interrupted_one_leaves_no_file_that_looks_whole(
    copied: tuple[Place, Path], tmp_path: Path
) -> None:
    site, _ = copied
    folder = tmp_path / "backups"
    folder.mkdir()
    process = subprocess.Popen(
        site.command("backup", str(folder)), cwd=ROOT, env=site.environment()
    )
    wait_for(lambda: list(folder.glob(".backup-*/*")), what="the copy to begin", every=0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(folder.glob("*.gz")) == []


def test_nothing_is_written_over(copied: tuple[Place, Path]) -> None:
    site, whole = copied
    before = whole.read_bytes()
    assert "is there already" in site.refused("backup", str(whole))
    assert whole.read_bytes() == before


def test_without_pg_dump_it_says_what_to_install(postgres: PostgresServer, tmp_path: Path) -> None:
    site = Place(tmp_path / "site", postgres.url)
    told = site.refused("backup", str(tmp_path), PATH=str(Path(sys.executable).parent))
    assert "apt-get install postgresql-client" in told
    assert list(tmp_path.glob("*.gz")) == []
