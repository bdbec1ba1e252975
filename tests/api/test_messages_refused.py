"""What /v1/messages refuses and what fails, in Anthropic's words."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.api.test_messages import ROUTE, message, stream
from tests.support.people import Person
from tests.support.program import Json, Program
from tests.support.site import Site

TOOL = {"name": "clock", "input_schema": {"type": "object"}}
USER = {"role": "user", "content": "hello"}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "clock", "input": {}}


def _of(role: str, *blocks: Json) -> Json:
    return {"messages": [USER, {"role": role, "content": list(blocks)}]}


WRONG: list[tuple[Json, str]] = [
    ({"max_tokens": None}, "max_tokens"),
    ({"max_tokens": 0}, "max_tokens: Input should be greater than or equal to 1"),
    ({"temperature": 1.5}, "temperature: Input should be less than or equal to 1"),
    ({"top_p": "1"}, "top_p: Input should be a valid number"),
    ({"stop_sequences": ["a", "b", "c", "d", "e"]}, "stop_sequences"),
    ({"messages": []}, "messages: List should have at least 1 item"),
    ({"messages": [{"role": "king", "content": "x"}]}, "messages.0"),
    (_of("user"), "messages.1.content"),
    (_of("user", {"type": "text"}), "'messages.1.content.0.text'"),
    (_of("user", {"type": "image", "source": {}}), "messages.1.content: content of the type 'im"),
    (_of("user", {"type": "document", "source": {}}), "send text"),
    (_of("assistant", CALL), "send a tool_result"),
    ({"system": [{"type": "image", "source": {}}]}, "system"),
    ({"tools": [{"type": "web_search_20260318", "name": "web_search"}]}, "tools.0"),
    ({"tools": [{**TOOL, "strict": True}]}, "strict holds only where a call must come"),
    ({"thinking": {"type": "enabled", "display": "omitted"}}, "thinking.display"),
    ({"mcp_servers": []}, "Unknown parameter: 'mcp_servers'"),
    ({"container": "c"}, "Unknown parameter: 'container'"),
    ({"inference_geo": "eu"}, "Unknown parameter: 'inference_geo'"),
    ({"speed": "fast"}, "speed"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_what_is_wrong_is_named(program: Program, wrong: Json, said: str) -> None:
    body = {name: one for name, one in message("hello", **wrong).items() if one is not None}
    error = _error(program.http.post(ROUTE, json=body), 400)
    assert error["type"] == "invalid_request_error"
    assert said in error["message"]


def test_a_body_that_is_no_json_is_refused(program: Program) -> None:
    error = _error(program.http.post(ROUTE, content=b"{"), 400)
    assert error["type"] == "invalid_request_error"


def test_an_unknown_model_is_not_found(program: Program) -> None:
    answer = program.http.post(ROUTE, json=message("hello", model="nothing-of-the-kind"))
    error = _error(answer, 404)
    assert error["type"] == "not_found_error"
    assert "scripted" in error["message"]


def test_what_is_not_here_below_the_route_is_not_found(program: Program) -> None:
    error = _error(program.http.post(f"{ROUTE}/batches", json={}), 404)
    assert error["type"] == "not_found_error"


def test_who_has_no_key_is_not_let_in(site: Site) -> None:
    error = _error(httpx.post(site.url + ROUTE, json=message("hello")), 401)
    assert error["type"] == "authentication_error"


def test_a_key_for_other_things_does_not_do(alice: Person) -> None:
    with Program.of(alice, scopes=["read"]) as program:
        error = _error(program.http.post(ROUTE, json=message("hello")), 403)
    assert error["type"] == "permission_error"


def test_a_failure_of_a_whole_answer_is_a_500(program: Program) -> None:
    error = _error(program.http.post(ROUTE, json=message("!fail after 2")), 500)
    assert error["type"] == "api_error"


def test_a_failure_in_mid_stream_leaves_its_beginning_and_an_error(program: Program) -> None:
    told = stream(program, "!tokens 20\n!fail after 6")
    assert told[-1].event == "error"
    assert told[-1].data == {
        "type": "error",
        "error": {"type": "api_error", "message": "The script asked for this failure."},
    }
    assert [block.event for block in told[:3]] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
    ]


def test_who_asks_for_too_much_at_once_is_told_when_to_come_back(bob: Person) -> None:
    most = int(bob.site.environment["MAX_REQUESTS_PER_USER"])
    long = message("!tokens 5000", max_tokens=5000)
    with Program.of(bob) as program, ExitStack() as stack:
        running = [stack.enter_context(program.streaming(ROUTE, long)) for _ in range(most)]
        assert all(next(one).event == "message_start" for one in running)
        answer = program.http.post(ROUTE, json=message("hello", stream=True))
    error = _error(answer, 529)
    assert error["type"] == "overloaded_error"
    assert int(answer.headers["Retry-After"]) > 0


def _error(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert told["type"] == "error"
    assert set(told) == {"type", "error"}
    error: dict[str, Any] = told["error"]
    return error
