"""Headers that would be taken for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.support.people import Person
from tests.support.raw import RawConnection, handshake, request
from tests.support.site import Site


def status(web: Site, data: bytes) -> int:
    """What these bytes are answered with; 0 if with nothing."""
    with RawConnection(web.port) as client:
        client.say(data)
        found = re.match(rb"HTTP/1.1 (\d+) ", client.read())
    return int(found[1]) if found else 0


def get(web: Site, path: str = "/healthz", **headers: str) -> bytes:
    host = {"Host": f"127.0.0.1:{web.port}", "Connection": "close"}
    return request("GET", path, host | {n.replace("__", "-"): v for n, v in headers.items()})


def test_nobody_says_where_the_site_is_mounted(web: Site) -> None:
    plain = httpx.get(web.url + "/")
    mounted = httpx.get(web.url + "/", headers={"Daphne-Root-Path": "/evil"})
    assert mounted.status_code == plain.status_code == 302
    assert mounted.headers["location"] == plain.headers["location"]


def test_nobody_says_where_the_socket_is_mounted(web: Site, alice: Person) -> None:
    ours = {"Origin": web.url, "Cookie": alice.cookie}
    assert status(web, handshake(web, {**ours, "Daphne-Root-Path": "/ws"})) == 101


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1@evil.example", "127.0.0.1, evil"])
def test_another_host_is_refused(web: Site, host: str) -> None:
    assert status(web, get(web, "/sign-in/", Host=host)) == 400


def test_two_hosts_are_refused(web: Site) -> None:
    twice = get(web, "/sign-in/").replace(b"\r\n\r\n", b"\r\nHost: evil.example\r\n\r\n")
    assert status(web, twice) == 400


def test_a_proxys_word_for_the_host_is_not_asked_for(web: Site) -> None:
    asked = httpx.get(web.url + "/", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in asked.headers["location"]


@pytest.mark.parametrize(
    "line",
    [
        b"X-Odd: a\x00b",
        b"X-Odd: a\x01b",
        b"X-Odd: a\x7fb",
        b"X-\x01Odd: a",
        b"X Odd: a",
        b"X\xe4: a",
        b": a",
        b"no colon",
        b"Content-Length: 1\r\nContent-Length: 2",
        b"Content-Length: 1\r\nTransfer-Encoding: chunked",
        b"Content-Length: -1",
        b"Content-Length: +1",
        b"Transfer-Encoding: gzip, chunked",
    ],
)
def test_a_broken_header_is_refused(web: Site, line: bytes) -> None:
    assert status(web, get(web).replace(b"\r\n\r\n", b"\r\n" + line + b"\r\n\r\n")) == 400


@pytest.mark.parametrize(
    "headers",
    [{f"X-{number}": "a" for number in range(501)}, {"X-Long": "a" * 17_000}],
    ids=["501 headers", "17 kB"],
)
def test_too_many_headers_are_refused(web: Site, headers: dict[str, str]) -> None:
    assert status(web, get(web, **headers)) in (0, 400)


@pytest.mark.parametrize(
    "line", [b"GET /\xff HTTP/1.1", b"GET /a b HTTP/1.1", b"G\xc3\xa4T / HTTP/1.1", b"GET / HTTP/9"]
)
def test_a_broken_request_line_is_refused(web: Site, line: bytes) -> None:
    assert status(web, line + b"\r\nHost: localhost\r\n\r\n") == 400


@pytest.mark.parametrize(
    "path", ["/%00", "/c/%ff/", "/%2e%2e/", "//evil.example/", "/static/%2e%2e/manage.py"]
)
def test_an_odd_path_is_a_page_that_is_not_there(web: Site, path: str) -> None:
    assert status(web, get(web, path)) in (302, 400, 404)


@pytest.mark.parametrize("origins", ["", "null", "http://evil.example", "both"])
def test_the_socket_opens_to_our_own_pages_alone(web: Site, alice: Person, origins: str) -> None:
    ours = handshake(web, {"Cookie": alice.cookie, "Origin": web.url})
    line = f"Origin: {web.url}\r\n".encode()
    assert status(web, ours) == 101
    if origins == "both":
        other = ours.replace(line, line + b"Origin: http://evil.example\r\n")
    else:
        other = ours.replace(line, f"Origin: {origins}\r\n".encode() if origins else b"")
    assert status(web, other) == (400 if origins == "both" else 403)


def test_a_handshake_with_an_odd_protocol_is_refused_and_no_error_of_ours(
    web: Site, alice: Person
) -> None:
    ours = {"Cookie": alice.cookie, "Origin": web.url}
    before = web.log("web")
    assert status(web, handshake(web, {**ours, "Sec-WebSocket-Protocol": "ä"})) == 400
    assert web.log("web") == before


@pytest.fixture(scope="module")
def behind_tls(web: Site) -> Iterator[Site]:
    """Another web process of the same site, which believes a proxy that ends TLS."""
    with web.another_web(HTTPS="true") as other:
        yield other


@pytest.mark.parametrize(
    "header", ["X_Forwarded_Proto", "X_Forwarded-Proto", "x-forwarded_proto", "Forwarded"]
)
def test_a_twin_of_the_proxys_header_is_not_taken_for_it(behind_tls: Site, header: str) -> None:
    page = get(behind_tls, "/sign-up/")
    said = page.replace(b"\r\n\r\n", f"\r\n{header}: https\r\n\r\n".encode())
    true = page.replace(b"\r\n\r\n", b"\r\nX-Forwarded-Proto: https\r\n\r\n")
    assert status(behind_tls, true) == 200
    assert status(behind_tls, said) == status(behind_tls, page) == 301


def test_a_twin_beside_the_proxys_header_changes_nothing(behind_tls: Site) -> None:
    both = b"\r\nX-Forwarded-Proto: http\r\nX_Forwarded_Proto: https\r\n\r\n"
    assert status(behind_tls, get(behind_tls, "/sign-up/").replace(b"\r\n\r\n", both)) == 301
