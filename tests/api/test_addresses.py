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
