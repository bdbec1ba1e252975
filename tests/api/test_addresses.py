"""What stands in a call's first lines: its method, its address, and what it brings where none is
asked for."""

from __future__ import annotations

import pytest

from tests.support.program import Program

NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("path", "param"),
    [
        (f"/v1/generations/{NOBODYS}/stream?after=abc", "after"),
        (f"/v1/responses/{NOBODYS}?stream=zzz", "stream"),
    ],
)
@pytest.mark.parametrize("body", [b"zz", b"\xff", b"{}"], ids=str)
def test_a_body_that_nobody_asked_for_hides_nothing_wrong_in_the_address(
    program: Program, path: str, param: str, body: bytes
) -> None:
    answer = program.http.request("GET", path, content=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["param"] == param


@pytest.mark.parametrize("path", ["/health", "/info", "/v1/models"])
def test_what_can_be_got_can_be_asked_for_its_headers_alone(program: Program, path: str) -> None:
    answer, whole = program.http.head(path), program.http.get(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Type"] == whole.headers["Content-Type"]
    assert answer.headers["x-request-id"]
    assert program.http.head("/v1/chat/completions").status_code == 405


@pytest.mark.parametrize("path", ["/v1", "/chat_tokenize", "/v1/embeddings"])
def test_what_is_not_there_has_a_number_too(program: Program, path: str) -> None:
    answer = program.http.post(path, json={})
    assert answer.status_code == 404
    assert answer.headers["x-request-id"] == answer.headers["request-id"]


def test_another_method_is_the_callers_fault_in_anthropics_words_too(program: Program) -> None:
    answer = program.http.get("/v1/messages")
    assert answer.status_code == 405
    assert answer.json()["error"]["type"] == "invalid_request_error"
