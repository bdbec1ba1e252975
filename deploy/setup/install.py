"""Install what a make target needs, and nothing when nothing changed.

    python3 install.py run      the site: Python packages, browser packages
    python3 install.py dev      and the tools: linters, type checkers, test runners
    python3 install.py browser  and programs for the tests: Chromium, nginx, systemd-analyze
    python3 install.py judges   what judges the API, in .venv-judges, and nothing else

Runs on a bare system Python (3.11 or newer), before any package is there; stdlib only.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
JUDGES = ROOT / ".venv-judges"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
NPM = ROOT / "deploy" / "setup" / "npm"
PIP = ["-m", "pip", "install", "-qq", "--disable-pip-version-check"]


def main(wanted: str) -> None:
    use_a_new_enough_python()
    with one_at_a_time():
        if wanted == "judges":
            ensure_judges()
            return
        ensure_venv(VENV)
        ensure_python_packages(development=wanted != "run")
        ensure_browser_packages(development=wanted != "run")
        ensure_translations()
        ensure_browser_files()
        if wanted == "browser":
            ensure_chromium()
            ensure_program("nginx", package="nginx")
            ensure_program("systemd-analyze", package="systemd")


def use_a_new_enough_python() -> None:
    """Start over under python3.11 or newer where `python3` is older (Ubuntu 22.04)."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in (14, 13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    sys.exit("Chatsite needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/it")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    with (ROOT / "Makefile").open() as lock:  # any file that is always there
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- Python ---------------------------------------------------------------------------------------


def ensure_venv(venv: Path) -> None:
    bin_ = venv / "bin"
    if (bin_ / "python").exists() and (bin_ / "pip").exists():  # one that failed half-way has none
        return
    say(f"Creating {venv.name}")
    if not create_venv(venv):
        install_from_distribution(f"python3.{sys.version_info.minor}-venv")
        if not create_venv(venv):
            sys.exit(
                "Python's venv module is missing: install it (on Debian and Ubuntu: "
                "sudo apt-get install python3-venv) and try again."
            )


def create_venv(venv: Path) -> bool:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], capture_output=True)
    return made.returncode == 0


def ensure_python_packages(*, development: bool) -> None:
    names = ["requirements-web.txt", "requirements.txt"]  # each takes in the one before
    files = [ROOT / name for name in [*names, *(["requirements-dev.txt"] if development else [])]]
    stamp = VENV / ("installed-dev" if development else "installed-run")
    if is_current(stamp, files):
        return
    say("Installing Python packages (the first time this takes some minutes)")
    run([str(PYTHON), *PIP, "-r", str(files[-1])])
    mark_current(stamp, files)


def ensure_judges() -> None:
    ensure_venv(JUDGES)
    stamp, files = JUDGES / "installed", [ROOT / "requirements-judges.txt"]
    if is_current(stamp, files):
        return
    say("Installing clients of others that judge the API")
    run([str(JUDGES / "bin" / "python"), *PIP, "-r", str(files[0])])
    mark_current(stamp, files)


# --- the browser's packages -----------------------------------------------------------------------


def ensure_browser_packages(*, development: bool) -> None:
    files = [ROOT / "package.json", ROOT / "package-lock.json"]
    everything = ROOT / "node_modules" / ".installed-dev"
    stamp = everything if development else ROOT / "node_modules" / ".installed-run"
    if is_current(stamp, files) or is_current(everything, files):
        return
    say("Installing browser packages")
    arguments = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
    run([str(NPM), *arguments, *([] if development else ["--omit=dev"])])
    mark_current(stamp, files)


# --- the words in other languages -----------------------------------------------------------------


def ensure_translations() -> None:
    """Compiles them; does nothing when nothing has changed."""
    run([str(PYTHON), "-m", "deploy.translations", "compile"])


# --- what browsers get ----------------------------------------------------------------------------


def ensure_browser_files() -> None:
    """Makes them small; does nothing when nothing has changed."""
    run([str(PYTHON), "-m", "deploy.browser_files"])


# --- Chromium -------------------------------------------------------------------------------------


def ensure_chromium() -> None:
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if install_from_distribution("chromium") and shutil.which("chromium"):
        return
    say("Downloading Chromium for the browser tests")
    stamp = VENV / "installed-chromium"
    if is_current(stamp, [ROOT / "requirements-dev.txt"]):
        return
    if subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"]).returncode != 0:
        sys.exit("The browser tests need Chromium: install it (sudo apt-get install chromium).")
    mark_current(stamp, [ROOT / "requirements-dev.txt"])


# --- what the files under deploy/ are tested with -------------------------------------------------


def ensure_program(name: str, *, package: str) -> None:
    if shutil.which(name) or (install_from_distribution(package) and shutil.which(name)):
        return
    sys.exit(f"The tests of deploy/ need {name}: install it (sudo apt-get install {package}).")


# --- shared ---------------------------------------------------------------------------------------


def install_from_distribution(package: str) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {package} from the distribution")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode == 0


def is_current(stamp: Path, files: list[Path]) -> bool:
    return stamp.exists() and stamp.read_text() == fingerprint(files)


def mark_current(stamp: Path, files: list[Path]) -> None:
    stamp.write_text(fingerprint(files))


def fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def run(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT).returncode != 0:
        sys.exit(f"This failed: {' '.join(command)}")


def say(text: str) -> None:
    print(f"{text} …", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"], ["browser"], ["judges"]):
        sys.exit(__doc__)
    main(sys.argv[1])
