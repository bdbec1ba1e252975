"""The browser's files: served in front of Django, kept for ever, never of mixed versions."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from chatsite.static_files import with_static_files
from chatsite.static_urls import browser_packages, site_version, static_url
from tests.chatsite.asgi import get


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
