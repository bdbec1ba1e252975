"""Rows 14 and 24: the SQLite file is locked by somebody else, or its disk is full."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.persistence import Message, saved
from tests.support.fault_table import Fault
from tests.support.people import Person
from tests.support.site import Site, running_site

DISK = "8m"
LOCKED_SECONDS = 30.0


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small one of its own."""
    place = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        pytest.skip(f"A small disk cannot be mounted here (it needs root): {error}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, disk: Path) -> Iterator[Site]:
    environment = {"DATABASE_URL": f"sqlite:///{database(disk)}"}
    with running_site(tmp_path_factory.mktemp("on-small-disk"), environment) as running:
        yield running


def database(disk: Path) -> Path:
    return disk / "db.sqlite3"


@pytest.mark.fault(14, "BEGIN EXCLUSIVE for 30 s")
async def test_a_locked_file_delays_and_loses_nothing(
    alice: Person, disk: Path, fault: Fault
) -> None:
    async with alice.tab() as reading, alice.tab() as writing:
        running = await reading.send("!reply " + "word " * 60)
        await reading.some_text(running["generation"])
        message = Message(writing, "!reply Here I am.")
        with locked(database(disk)):
            sending = asyncio.create_task(message.send())
            text = await reading.whole_reply(running["generation"])
            assert alice.http.get("/").status_code == 200
            await asyncio.sleep(LOCKED_SECONDS)
            refused = await sending
        assert refused["error"]["code"] == "unavailable"
        with fault.recovery():
            accepted = await message.accepted()
            assert await writing.whole_reply(accepted["generation"]) == "Here I am."
        assert (await saved(alice, running))[1] == text
        assert (await saved(alice, accepted))[1] == "Here I am."


@pytest.mark.fault(24, "no room for the database")
async def test_a_full_disk_refuses_and_breaks_nothing(
    alice: Person, disk: Path, fault: Fault
) -> None:
    async with alice.tab() as reading, alice.tab() as writing:
        running = await reading.send("!reply " + "word " * 60)
        await reading.some_text(running["generation"])
        long = " ".join(["word"] * 2000)  # a few pages of the file
        message = Message(writing, f"!rate 5000\n!reply {long}")
        with filled(disk):
            assert (await message.send())["error"]["code"] == "unavailable"
            assert alice.http.get("/").status_code == 200
            text = await reading.whole_reply(running["generation"])
        with fault.recovery():
            accepted = await message.accepted()
            assert await writing.whole_reply(accepted["generation"]) == long
        assert (await saved(alice, running))[1] == text
        assert (await saved(alice, accepted))[1] == long
    with closing(sqlite3.connect(database(disk))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, timeout=20, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass  # that is the last of it
    yield
    ballast.unlink()
