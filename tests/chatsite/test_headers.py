"""What every page tells the browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def page_headers(client: Client, db: None) -> dict[str, str]:
    return dict(client.get("/sign-in/").items())


def test_nothing_but_our_own_files_may_run(page_headers: dict[str, str]) -> None:
    policy = page_headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"].split()[0] == "'self'"
    assert directives["connect-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert "*" not in policy


def test_pages_are_kept_out_of_caches(page_headers: dict[str, str]) -> None:
    assert "no-store" in page_headers["Cache-Control"]


def test_the_small_headers_are_there(page_headers: dict[str, str]) -> None:
    assert page_headers["X-Content-Type-Options"] == "nosniff"
    assert page_headers["Referrer-Policy"] == "same-origin"
    assert page_headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in page_headers["Permissions-Policy"]


def test_https_makes_cookies_secure() -> None:
    script = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "HTTPS": "true", "DJANGO_SETTINGS_MODULE": "chatsite.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "True"]


def test_pages_without_an_icon_get_ours(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith("icons/mark.svg")
