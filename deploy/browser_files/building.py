"""Our scripts and styles minified, each by itself, and a gzip of each and of the packages' scripts.

Modules keep their names and their imports: what the browser gets is what is in the repository, less
the comments. Knows no settings and no server.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import zopfli.gzip

from chatsite.static_urls import browser_packages, built_files

ROOT = Path(__file__).resolve().parents[2]
OURS = ("*.js", "*.css")
FOR_BROWSERS = ("*.min.js", "*.esm.js", "*.es.mjs")  # what packages call those of their files
OPTIONS = (
    "--minify",
    "--tree-shaking=true",
    "--charset=utf8",
    "--tsconfig-raw={}",  # else tsconfig.json has a say
    "--log-level=warning",
)
KEPT = 3  # builds; the one before serves a site that runs, another may be in the making


def build(base: Path) -> bool:
    """→ whether it was made now. Beside its place, then moved there: a site may start meanwhile."""
    built = built_files(base)
    if built.is_dir():
        return False
    esbuild = next(base.glob("node_modules/@esbuild/*/bin/esbuild"), None)
    if esbuild is None:  # an optional dependency: there is none for every kind of machine
        print("There is no esbuild here: the browser's files will be served as they are written.")
        return False
    built.parent.mkdir(exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix="new-", dir=built.parent))
    try:
        beside.chmod(0o755)  # the site may run as somebody else
        _minify(esbuild, base, beside)
        for path in [*_found(beside, "*")]:
            _compress(path, ours)
        _copy_packages(base, beside)
        for path in [*_found(beside / "vendor", "*")]:
            _compress(path, theirs)
        _move(beside, built)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _drop_older(built.parent)
    return True


def _minify(esbuild: Path, base: Path, beside: Path) -> None:
    """Its program itself: the one in node_modules/.bin may need Node on the PATH."""
    sources = [*_found(base / "static", *OURS)]
    places = [f"--outbase={base / 'static'}", f"--outdir={beside}"]
    subprocess.run([esbuild, *sources, *OPTIONS, *places], check=True)


def _copy_packages(base: Path, beside: Path) -> None:
    """A file and its gzip must stand side by side, and node_modules is npm's."""
    for prefix, folder in browser_packages(base):
        for path in _found(folder, *FOR_BROWSERS):
            copy = beside / prefix / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def _found(folder: Path, *patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from (path for path in folder.rglob(pattern) if path.is_file())


def ours(plain: bytes) -> bytes:
    """As small as a gzip can be: a hundred times slower to make, and nothing to the browser."""
    small: bytes = zopfli.gzip.compress(plain, numiterations=60)
    return small


def theirs(plain: bytes) -> bytes:
    return gzip.compress(plain, 9, mtime=0)


def _compress(path: Path, how: Callable[[bytes], bytes]) -> None:
    plain = path.read_bytes()
    small = how(plain)
    if len(small) < len(plain):
        path.with_name(f"{path.name}.gz").write_bytes(small)


def _move(beside: Path, built: Path) -> None:
    try:
        beside.rename(built)
    except OSError:
        if not built.is_dir():  # else another start was faster, and made the same
            raise


def _drop_older(folder: Path) -> None:
    for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
