"""Messages that cannot be stored: refused in words where the socket can go on, closed where not."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from tests.support.people import Person
from tests.support.raw import RawWebsocket
from tests.support.site import Site

LONGEST = 32_768  # characters, as docs/protocol.md says


def sent(text: str) -> bytes:
    """With every character that is not ASCII escaped, so that half a pair can be said."""
    said = {"type": "send", "client_id": str(uuid4()), "conversation": None, "parent": None}
    return json.dumps({**said, "text": text}).encode()


@pytest.mark.fault(28, "too long, empty, NUL, half a surrogate pair")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * (LONGEST + 1), "text_too_long"),
        ("\U0001f642" * (LONGEST + 1), "text_too_long"),
        (" \n\t ", "text_empty"),
        ("a\x00b", "text_invalid"),
        ("a\ud83d", "text_invalid"),
        ("\ude42b", "text_invalid"),
    ],
    ids=["too long", "too many signs", "empty", "NUL", "first half", "second half"],
)
def test_a_text_that_cannot_be_stored_is_refused_and_the_socket_lives(
    web: Site, alice: Person, text: str, code: str
) -> None:
    with RawWebsocket(web, alice) as socket:
        for said, wanted in ((text, code), ("x" * LONGEST, "")):
            socket.say_frame(sent(said))
            answer = json.loads(socket.read_message() or b"{}")
            assert answer.get("error", {"code": ""})["code"] == wanted
        assert answer["type"] == "accepted"


@pytest.mark.fault(28, "not UTF-8, over a megabyte")
@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (sent("a?b").replace(b"?", b"\xff"), 1007),
        (b'{"type":"\xed\xa0\xbd"}', 1007),
        (sent("x" * 1024 * 1024), 1009),
    ],
    ids=["no character", "half a surrogate pair", "over a megabyte"],
)
def test_a_frame_that_is_no_text_closes_and_says_why(
    web: Site, alice: Person, payload: bytes, code: int
) -> None:
    logged = len(web.log("web"))
    with RawWebsocket(web, alice) as socket:
        socket.say_frame(payload)
        close = socket.read_close()
    assert close is not None
    assert close[0] == code
    assert "Traceback" not in web.log("web")[logged:]
