"""The browser's files: served in front of Django, kept for ever, never of mixed versions."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from subprocess import run

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import override_settings

from chatsite.static_files import with_static_files
from chatsite.static_urls import (
    browser_packages,
    built_files,
    site_version,
    static_folders,
    static_url,
)
from deploy.browser_files.building import KEPT, build
from tests.chatsite.asgi import get
from tests.support.document import NODE

ROOT: Path = settings.BASE_DIR
MODULE = "js/socket.js"
PARSE = """
import { readFileSync } from "node:fs";
import { SourceTextModule } from "node:vm";
for (const path of process.argv.slice(2)) new SourceTextModule(readFileSync(path, "utf8"));
"""
PACKAGE = "vendor/dompurify/dist/purify.es.mjs"


async def not_found(scope: object, receive: object, send: object) -> None:
    raise FileNotFoundError


async def test_a_file_is_served_for_ever() -> None:
    status, headers, body = await get(
        with_static_files(not_found), staticfiles_storage.url("admin/css/base.css")
    )
    assert status == 200
    assert headers["content-type"].startswith("text/css")
    assert "immutable" in headers["cache-control"]
    assert headers["x-content-type-options"] == "nosniff"
    assert body


async def test_an_older_page_gets_what_there_is_now_and_keeps_none_of_it() -> None:
    site = with_static_files(not_found)
    address = staticfiles_storage.url(MODULE)
    _, _, body = await get(site, address)
    status, headers, older = await get(site, f"/static/0123456789ab/{MODULE}")
    assert (status, older) == (200, body)
    assert headers["cache-control"] == "no-store"
    with pytest.raises(FileNotFoundError):
        await get(site, "/static/0123456789ab/nothing.js")


async def test_listed_browser_packages_are_served() -> None:
    assert browser_packages(settings.BASE_DIR)
    for prefix, folder in browser_packages(settings.BASE_DIR):
        address = staticfiles_storage.url(f"{prefix}/package.json")
        _, _, body = await get(with_static_files(not_found), address)
        assert body == (folder / "package.json").read_bytes()


def test_a_changed_file_changes_every_address(tmp_path: Path) -> None:
    script = tmp_path / "static" / "app.js"
    script.parent.mkdir()
    script.write_text("1")
    before = site_version(tmp_path, debug=False)
    assert site_version(tmp_path, debug=False) == before
    script.write_text("2")
    after = site_version(tmp_path, debug=False)
    assert static_url(after) == f"/static/{after}/" != static_url(before)


def test_debug_keeps_addresses_plain(tmp_path: Path) -> None:
    assert static_url(site_version(tmp_path, debug=True)) == "/static/"


@pytest.mark.parametrize("name", [MODULE, "css/base.css", PACKAGE])
async def test_a_file_comes_compressed_to_whoever_can_read_it(name: str) -> None:
    with built():
        address = staticfiles_storage.url(name)
        site = with_static_files(not_found)
        _, headers, small = await get(site, address, accept_encoding="br;q=0.1, gzip")
        _, plain_headers, plain = await get(site, address)
    assert headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain_headers
    assert headers["vary"] == plain_headers["vary"] == "Accept-Encoding"
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(small) == plain
    assert len(small) < len(plain)


async def test_a_module_comes_without_its_comments_and_with_its_imports() -> None:
    with built():
        _, headers, body = await get(with_static_files(not_found), staticfiles_storage.url(MODULE))
    assert headers["content-type"].startswith("text/javascript")
    assert b"/**" not in body
    assert b'from"./unsent.js"' in body
    assert b"Connection" in body


async def test_a_site_that_was_not_built_serves_the_sources_and_says_so(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatsite.static_urls.BUILT", ".nothing-here")
    with override_settings(STATICFILES_DIRS=static_folders(ROOT, debug=False)):
        _, _, body = await get(
            with_static_files(not_found),
            staticfiles_storage.url(MODULE),
            accept_encoding="gzip",
        )
    assert body == (ROOT / "static" / MODULE).read_bytes()
    assert "served as they are written" in caplog.text


def test_who_works_on_the_sources_gets_them() -> None:
    build(ROOT)
    assert built_files(ROOT) in static_folders(ROOT, debug=False)
    assert built_files(ROOT) not in static_folders(ROOT, debug=True)


def test_every_built_module_is_javascript(tmp_path: Path) -> None:
    build(ROOT)
    sources = sorted((ROOT / "static" / "js").rglob("*.js"))
    modules = [built_files(ROOT) / path.relative_to(ROOT / "static") for path in sources]
    assert len(modules) > 40
    (tmp_path / "check.mjs").write_text(PARSE)
    node = [str(NODE), "--experimental-vm-modules", "--no-warnings", str(tmp_path / "check.mjs")]
    run([*node, *map(str, modules)], check=True)


def test_nothing_is_built_twice_and_a_change_is_built_anew(tmp_path: Path) -> None:
    base = small_repository(tmp_path)
    assert build(base)
    assert not build(base)
    before = built_files(base)
    for number in range(KEPT + 1):
        (base / "static" / "js" / "app.js").write_text(f"export const number = {number}; // new")
        assert build(base)
    assert built_files(base) != before
    assert (built_files(base) / "js" / "app.js").read_text() == "export const number=3;\n"
    assert len(list(built_files(base).parent.iterdir())) == KEPT


def test_the_same_sources_have_the_same_address_however_they_were_built(tmp_path: Path) -> None:
    first, second = small_repository(tmp_path / "first"), small_repository(tmp_path / "second")
    build(first)
    assert site_version(first, debug=False) == site_version(second, debug=False)


def built() -> override_settings:
    build(ROOT)
    return override_settings(STATICFILES_DIRS=static_folders(ROOT, debug=False))


def small_repository(base: Path) -> Path:
    (base / "static" / "js").mkdir(parents=True)
    (base / "static" / "js" / "app.js").write_text("export const number = 0; // the first\n")
    (base / "node_modules").mkdir()
    shutil.copytree(ROOT / "node_modules" / "@esbuild", base / "node_modules" / "@esbuild")
    return base
