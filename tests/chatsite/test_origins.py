"""Which pages may open a socket."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from chatsite.origins import is_own_origin


def handshake(origin: str | None, host: str = "localhost:8000") -> dict[str, object]:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return {"type": "websocket", "headers": headers}


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8000"),
        ("https://localhost", "localhost"),
        ("http://LOCALHOST:8000", "Localhost:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_our_own_page_may(origin: str, host: str) -> None:
    assert is_own_origin(handshake(origin, host))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://evil.example",
        "http://localhost:3000",  # another program on the same machine
        "http://localhost:8000.evil.example",
        "http://evil.example/localhost:8000",
        "http://user@localhost:8000",
        "chrome-extension://localhost:8000",
        "http://[::1",
    ],
)
def test_others_may_not(origin: str | None) -> None:
    assert not is_own_origin(handshake(origin))


def test_a_host_that_is_not_ours_does_not_vouch_for_itself() -> None:
    assert not is_own_origin(handshake("http://evil.example", "evil.example"))


def test_a_trusted_origin_may(settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://chat.example.org"]
    assert is_own_origin(handshake("https://chat.example.org", "10.0.0.7:8000"))
