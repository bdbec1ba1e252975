"""How much a request may hold, and what it costs to be asked for more."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.support.people import Person
from tests.support.raw import RawConnection, request
from tests.support.site import Site

MEGABYTE = 1024 * 1024
LARGEST = 2_621_440  # Django's DATA_UPLOAD_MAX_MEMORY_SIZE
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def parts(megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes):
        yield b"x" * MEGABYTE


def head(web: Site, **headers: str) -> bytes:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return request("POST", "/sign-in/", {"Host": f"127.0.0.1:{web.port}", **FORM, **given})


@pytest.mark.parametrize("how", ["its length told", "in chunks"])
def test_a_body_of_400_megabytes_is_refused_and_kept_nowhere(web: Site, how: str) -> None:
    chunked = how == "in chunks"
    length = (
        {"Transfer_Encoding": "chunked"} if chunked else {"Content_Length": f"{400 * MEGABYTE}"}
    )
    before, most, kept = web.memory_bytes("web"), 0, 0
    with RawConnection(web.port) as client:
        client.say(head(web, **length))
        for number, part in enumerate(parts(400)):
            chunk = b"%x\r\n%s\r\n" % (len(part), part) if chunked else part
            if not client.say(chunk):
                break
            if number % 20 == 0:
                most = max(most, web.memory_bytes("web"))
                kept = max(kept, web.deleted_file_bytes("web"))
        answer = client.read_all()
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert most - before < 20 * MEGABYTE
    assert kept <= LARGEST + MEGABYTE
    assert httpx.get(web.url + "/healthz").status_code == 200


def test_the_answer_comes_before_the_body_is_sent(web: Site) -> None:
    with RawConnection(web.port) as client:
        client.say(head(web, Content_Length=str(LARGEST + 1), Expect="100-continue"))
        answer = client.read_all()
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"100 Continue" not in answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["message"] == (
        "The request is too large."
    )


def test_a_client_that_is_refused_may_say_no_second_thing(web: Site) -> None:
    with RawConnection(web.port) as client:
        client.say(head(web, Content_Length=str(LARGEST + 1)) + b"x" * (LARGEST + 1))
        client.say(request("GET", "/healthz", {"Host": f"127.0.0.1:{web.port}"}))
        assert client.read_all().count(b"HTTP/1.1") == 1


def test_the_largest_body_reaches_the_site(web: Site) -> None:
    body = b"x" * LARGEST
    assert httpx.post(web.url + "/sign-in/", content=body, headers=FORM).status_code == 403  # CSRF


def test_what_was_refused_is_counted(web: Site) -> None:
    counted = 'web_refused_total{what="body"}'
    before = web.count(counted)
    with RawConnection(web.port) as client:
        client.say(head(web, Content_Length="99999999"))
        client.read_all()
    assert web.count(counted) == before + 1


def test_forms_still_arrive_whole(alice: Person) -> None:
    """Signing up posted one."""
    assert alice.http.get("/").status_code == 200
