"""The units are what systemd takes, and closed where they can be."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chatsite.server import EXIT_SECONDS
from inference.config import FINISH_SECONDS
from tests.support.image import ROOT

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
# Of systemd's own scale from 0, closed, to 10; the GPU worker needs devices and what JITs do.
EXPOSURE = {"chatsite-gpu@.service": 3.0}
EXPOSED = 2.0


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With programs that are there."""
    folder = tmp_path_factory.mktemp("units")
    for path in FOLDER.iterdir():
        text = path.read_text().replace("/opt/chatsite/.venv/bin/python", sys.executable)
        (folder / path.name).write_text(text)
    return folder


def test_systemd_takes_all_of_them(units: Path) -> None:
    names = [path for path in units.iterdir() if path.suffix in (".service", ".timer", ".target")]
    done = analyze("verify", "--man=no", "--recursive-errors=no", *map(str, names))
    ours = [line for line in done.stderr.splitlines() if "chatsite" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_each_is_closed(units: Path, path: Path) -> None:
    done = analyze("security", "--offline=yes", "--no-pager", str(units / path.name))
    level = re.search(r"Overall exposure level.*: ([\d.]+)", done.stdout)
    assert level is not None, done.stderr
    assert float(level[1]) <= EXPOSURE.get(path.name, EXPOSED)


def test_each_has_the_time_that_its_end_takes() -> None:
    needed = {"chatsite-web@": EXIT_SECONDS, "chatsite-gpu@": FINISH_SECONDS + 10}
    for name, seconds in needed.items():
        given = re.search(
            r"^TimeoutStopSec=(\d+)s$", (FOLDER / f"{name}.service").read_text(), re.MULTILINE
        )
        assert given is not None
        assert int(given[1]) > seconds


@pytest.mark.parametrize("name", ["web@", "web-worker", "beat"])
def test_who_needs_the_tables_comes_after_them_and_is_not_restarted_with_them(name: str) -> None:
    unit = (FOLDER / f"chatsite-{name}.service").read_text()
    for relation in ("After", "Wants"):
        assert re.search(rf"^{relation}=.*chatsite-migrate\.service", unit, re.MULTILINE)
    assert not re.search(r"^(Requires|BindsTo|PartOf)=.*chatsite-migrate", unit, re.MULTILINE)


def test_nothing_closes_the_devices_of_a_gpu() -> None:
    """ProtectClock= closes all devices but some, in older versions of systemd."""
    unit = (FOLDER / "chatsite-gpu@.service").read_text()
    closing = "PrivateDevices|ProtectClock|DevicePolicy|DeviceAllow"
    assert re.findall(rf"^(?:{closing})=.*", unit, re.MULTILINE) == []


def test_the_target_wants_every_process_of_a_site() -> None:
    target = (FOLDER / "chatsite.target").read_text()
    wanted = {re.sub(r"@\w+", "@", name) for name in re.findall(r"(chatsite-\S+)\.service", target)}
    assert wanted == {f"chatsite-{name}" for name in ("web@", "web-worker", "beat", "gpu@")}


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program is not None, "systemd-analyze is missing: `make test` installs it"
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
