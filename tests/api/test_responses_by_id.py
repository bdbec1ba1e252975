"""A response by its id: in the background, looked at, gone on with, cancelled."""

from __future__ import annotations

import pytest

from tests.api.test_responses import ROUTE, ask, stream
from tests.support.program import Block, Json, Program, blocks
from tests.support.waiting import wait_for

LONG = "!tokens 5000\n!rate 50"
SLOW = "!tokens 60\n!rate 40"


def get(program: Program, response_id: str) -> Json:
    answer = program.http.get(f"{ROUTE}/{response_id}")
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def gone_on_with(program: Program, response_id: str, after: int | None = None) -> list[Block]:
    params = {"stream": "true"} | ({} if after is None else {"starting_after": str(after)})
    with program.http.stream("GET", f"{ROUTE}/{response_id}", params=params) as answer:
        assert answer.status_code == 200, answer.read()
        return list(blocks(answer))


def cancel(program: Program, response_id: str) -> Json:
    answer = program.http.post(f"{ROUTE}/{response_id}/cancel")
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def test_in_the_background_it_is_answered_at_once_and_written_on(program: Program) -> None:
    begun = ask(program, SLOW, background=True)
    assert (begun["status"], begun["output"], begun["background"]) == ("queued", [], True)
    half = wait_for(lambda: _of_status(program, begun, "in_progress"), what="its beginning")
    whole = wait_for(lambda: _of_status(program, begun, "completed"), what="its end")
    assert whole["output"][0]["content"][0]["text"]
    for item in half["output"]:
        assert item["status"] == "in_progress"
        assert whole["output"][0]["content"][0]["text"].startswith(item["content"][0]["text"])
    assert whole["usage"]["output_tokens"] == 60


def test_a_stream_in_the_background_is_gone_on_with_after_its_last_event(program: Program) -> None:
    body = {"model": "scripted", "input": SLOW, "background": True}
    with program.streaming(ROUTE, body) as told:
        before = [next(told).data or {} for _ in range(8)]
    response_id = before[0]["response"]["id"]
    after = gone_on_with(program, response_id, before[-1]["sequence_number"])
    whole = [block.data or {} for block in gone_on_with(program, response_id)]
    assert whole == before + [block.data or {} for block in after]
    assert whole[-1]["type"] == "response.completed"
    assert get(program, response_id) == whole[-1]["response"]


def test_it_is_gone_on_with_as_any_generation_too(program: Program) -> None:
    told = stream(program, "!tokens 9")
    response_id = (told[0].data or {})["response"]["id"]
    middle = next(block for block in told[6:] if block.id)
    after = program.resumed(response_id, int(middle.id or 0))
    assert after == told[told.index(middle) + 1 :]


def test_leaving_a_stream_cancels_it(program: Program) -> None:
    with program.streaming(ROUTE, {"model": "scripted", "input": LONG}) as told:
        response_id = (next(told).data or {})["response"]["id"]
    told_of_it = wait_for(
        lambda: _of_status(program, {"id": response_id}, "cancelled"), what="the end"
    )
    assert told_of_it["error"] is None


def test_cancelling_ends_it_for_good_and_keeps_what_was_told(program: Program) -> None:
    begun = ask(program, LONG, background=True)
    wait_for(lambda: get(program, begun["id"])["output"], what="its beginning")
    told = cancel(program, begun["id"])
    assert told["status"] == "cancelled"
    assert told["output"][0]["status"] == "incomplete"
    assert told["output"][0]["content"][0]["text"]
    assert cancel(program, begun["id"]) == told == get(program, begun["id"])


def test_who_listens_to_a_cancelled_stream_is_told(program: Program) -> None:
    with program.streaming(ROUTE, {"model": "scripted", "input": LONG}) as told:
        response_id = (next(told).data or {})["response"]["id"]
        cancel(program, response_id)
        *_, failed, error = [block.data or {} for block in told]
    assert failed["type"] == "response.failed"
    assert failed["response"]["status"] == "cancelled"
    assert error["error"]["code"] == "cancelled"


def test_a_failed_one_says_why(program: Program) -> None:
    begun = ask(program, "!tokens 20\n!fail after 6", background=True)
    told = wait_for(lambda: _of_status(program, begun, "failed"), what="its end")
    assert told["error"] == {
        "code": "server_error",
        "message": "The script asked for this failure.",
    }


def test_what_was_asked_in_words_is_not_kept(program: Program) -> None:
    asked: Json = {"instructions": "Be kind.", "metadata": {"ticket": "7"}, "temperature": 0.5}
    begun = ask(program, "!tokens 3", background=True, **asked)
    assert {name: begun[name] for name in asked} == asked
    told = get(program, begun["id"])
    assert (told["instructions"], told["metadata"], told["temperature"]) == (None, {}, 0.5)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "{}"), ("GET", "{}?stream=true"), ("POST", "{}/cancel")]
)
def test_what_is_not_ones_own_is_not_there(
    program: Program, bobs_program: Program, method: str, path: str
) -> None:
    response_id = ask(program, "!tokens 2")["id"]
    missing = "resp_00000000-0000-4000-8000-000000000000"
    foreign = bobs_program.http.request(method, f"{ROUTE}/{path.format(response_id)}")
    absent = bobs_program.http.request(method, f"{ROUTE}/{path.format(missing)}")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.text.replace(response_id, "") == absent.text.replace(missing, "")


def test_the_answer_of_another_route_is_no_response(program: Program) -> None:
    generation_id = program.ask("!tokens 2").json()["id"]
    assert program.http.get(f"{ROUTE}/{generation_id}").status_code == 404


def test_what_has_expired_is_not_there(program: Program) -> None:
    response_id = ask(program, "!tokens 2")["id"]
    wait_for(lambda: program.generation(response_id)["status"] == "finished", what="the end")
    generation_id = response_id.removeprefix("resp_")
    redis = program.site.redis_client()
    redis.delete(f"reply:{generation_id}", f"reply:{generation_id}:log")
    for path in (
        f"{ROUTE}/{response_id}",
        f"{ROUTE}/{response_id}?stream=true",
        f"/v1/generations/{generation_id}/stream",
    ):
        answer = program.http.get(path)
        assert answer.status_code == 404, path
        assert "ten minutes" in answer.json()["error"]["message"]
    assert program.http.post(f"{ROUTE}/{response_id}/cancel").status_code == 404


def _of_status(program: Program, response: Json, status: str) -> Json:
    """Empty while it is another."""
    told = get(program, response["id"])
    return told if told["status"] == status else {}
