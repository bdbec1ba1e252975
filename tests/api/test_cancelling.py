"""Who goes away, loses the key or cancels by id gets nothing more made; who comes back goes on."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import cast
from uuid import UUID

import httpx
import pytest

from accounts.api_keys import SCOPES
from tests.support.people import Person
from tests.support.program import Json, Program, chat, text_of
from tests.support.site import Site
from tests.support.waiting import wait_for

LONG = "!tokens 5000\n!rate 50"


def running(site: Site) -> float:
    return site.count("inference_running", "gpu-worker")


def test_leaving_a_stream_cancels_it(site: Site, program: Program) -> None:
    with program.asking(LONG) as stream:
        generation_id = next(stream).data["id"]  # type: ignore[index]
        next(stream)
    ended = wait_for(lambda: _ended(program, generation_id), what="the end")
    assert ended["finish_reason"] == "stopped"
    assert _steps_after_stop(site, generation_id) <= 1
    wait_for(lambda: running(site) == 0, what="the engine to be free")


def test_leaving_before_a_whole_answer_has_come_cancels_it(site: Site, program: Program) -> None:
    with pytest.raises(httpx.ReadTimeout):
        program.http.post("/v1/chat/completions", json=chat(LONG), timeout=1)
    generation_id = _newest_id(site)
    ended = wait_for(lambda: _ended(program, generation_id), what="the end")
    assert ended["finish_reason"] == "stopped"
    assert _steps_after_stop(site, generation_id) <= 1
    wait_for(lambda: running(site) == 0, what="the engine to be free")


def test_leaving_while_it_is_being_begun_cancels_it(site: Site, program: Program) -> None:
    before = _newest_id(site)
    program.http.get("/v1/models").raise_for_status()  # notes the key's use, which would wait too
    with site.locked_database(), pytest.raises(httpx.ReadTimeout):
        program.http.post("/v1/chat/completions", json=chat(LONG), timeout=1)
    wait_for(lambda: _newest_id(site) != before, what="it to be begun")
    begun = _newest_id(site)
    ended = wait_for(lambda: _ended(program, begun), what="the end")
    assert ended["finish_reason"] == "stopped"
    assert (ended["completion_tokens"] or 0) < 500


def test_a_stream_in_the_background_goes_on_and_can_be_gone_on_with(program: Program) -> None:
    with program.asking("!tokens 60\n!rate 40", background=True) as stream:
        before = [next(stream) for _ in range(5)]
    generation_id = before[0].data["id"]  # type: ignore[index]
    after = program.resumed(generation_id, int(before[-1].id or 0))
    whole = program.resumed(generation_id)
    assert whole[: len(before)] == before
    assert whole == before + after
    assert program.resumed(generation_id, int(whole[-1].id or 0)) == []
    wait_for(lambda: _ended(program, generation_id), what="the end")


def test_a_resumed_stream_takes_the_number_from_the_header_too(program: Program) -> None:
    with program.asking("!tokens 5") as stream:
        told = list(stream)
    path = f"/v1/generations/{told[0].data['id']}/stream"  # type: ignore[index]
    answer = program.http.get(path, headers={"Last-Event-ID": told[2].id or ""})
    assert f"id: {told[3].id}\n" in answer.text
    assert f"id: {told[2].id}\n" not in answer.text
    assert program.http.get(path, headers={"Last-Event-ID": "x"}).status_code == 400
    twice = program.http.get(f"{path}?after=nonsense&after=2")
    assert (twice.status_code, twice.json()["error"]["param"]) == (400, "after")


def test_a_stream_that_failed_can_be_gone_on_with_to_its_error(program: Program) -> None:
    with program.asking("!tokens 20\n!fail after 9", background=True) as stream:
        told = list(stream)
    generation_id = told[0].data["id"]  # type: ignore[index]
    assert program.resumed(generation_id) == told
    assert program.resumed(generation_id, int(told[3].id or 0)) == told[4:]


def test_cancelling_by_id_ends_a_stream_with_an_error_and_keeps_what_was_told(
    program: Program,
) -> None:
    with program.asking(LONG) as stream:
        first = [next(stream) for _ in range(4)]
        answer = program.http.delete(f"/v1/generations/{first[0].data['id']}")  # type: ignore[index]
        assert answer.status_code == 200
        told = [*first, *stream]
    assert text_of(told)
    error, end = told[-2:]
    assert end.data is None
    assert error.data is not None
    assert error.data["error"]["code"] == "cancelled"
    again = program.http.delete(f"/v1/generations/{answer.json()['id']}")
    assert again.status_code == 200


def test_a_whole_answer_that_is_cancelled_is_not_asked_for_again(
    site: Site, program: Program
) -> None:
    wait_for(lambda: not _active(site), what="those of others to end")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(program.ask, LONG)
        (generation_id,) = wait_for(lambda: _active(site), what="the generation")
        program.http.delete(f"/v1/generations/{generation_id}")
        assert answer.result(30).status_code == 409
    assert answer.result().headers["X-Should-Retry"] == "false"


def test_what_is_not_ones_own_is_not_there(program: Program, bobs_program: Program) -> None:
    with program.asking(LONG) as stream:
        generation_id = next(stream).data["id"]  # type: ignore[index]
        missing = "chatcmpl-00000000-0000-4000-8000-000000000000"
        for method, path in [
            ("GET", "/v1/generations/{}"),
            ("DELETE", "/v1/generations/{}"),
            ("GET", "/v1/generations/{}/stream"),
        ]:
            foreign = bobs_program.http.request(method, path.format(generation_id))
            absent = bobs_program.http.request(method, path.format(missing))
            assert foreign.status_code == absent.status_code == 404
            assert _without_id(foreign, generation_id) == _without_id(absent, missing)
        assert next(stream).data


def test_revoking_the_key_ends_its_streams(alice: Person) -> None:
    with Program.of(alice) as program, program.asking(LONG) as stream:
        generation_id = next(stream).data["id"]  # type: ignore[index]
        alice.site.shell(_REVOKE.format(prefix=program.secret[:16]))
        told = list(stream)
        assert told[-2].data is not None
        assert told[-2].data["error"]["code"] == "invalid_api_key"
        assert program.http.get("/v1/models").status_code == 401
    with Program.of(alice) as other:
        wait_for(lambda: _ended(other, generation_id), what="the end")


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_does_what_its_scopes_say(alice: Person, scope: str) -> None:
    absent = "/v1/generations/00000000-0000-4000-8000-000000000000"
    with Program.of(alice, scopes=[scope]) as program:
        answers = {
            "models": program.http.get("/v1/models"),
            "read": program.http.get(absent),
            "generate": program.http.delete(absent),
        }
        asked = program.ask("!tokens 2")
    allowed = {"models": 200, "read": 404, "generate": 404}
    for one, answer in answers.items():
        assert answer.status_code == (allowed[one] if one == scope else 403), one
    assert asked.status_code == (200 if scope == "generate" else 403)


@pytest.mark.parametrize(
    "carrier",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer sk-chat-AAAAAAAA-" + "A" * 43},
        {"Authorization": "Basic {secret}"},
        {"Authorization": "{secret}"},
        {"X-Api-Key": "x{secret}"},
        {"Cookie": "key={secret}"},
    ],
    ids=str,
)
def test_nobody_else_gets_in(site: Site, program: Program, carrier: dict[str, str]) -> None:
    headers = {name: value.format(secret=program.secret) for name, value in carrier.items()}
    query = {"api_key": program.secret, "key": program.secret}
    answer = httpx.get(f"{site.url}/v1/models", headers=headers, params=query)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_signed_in_browser_without_a_key_is_nobody(alice: Person) -> None:
    assert alice.http.get("/v1/models").status_code == 401


def test_the_key_of_anthropics_clients_is_taken_as_well(site: Site, program: Program) -> None:
    headers = {"x-api-key": program.secret}
    assert httpx.get(f"{site.url}/v1/models", headers=headers).status_code == 200


_REVOKE = """
from accounts.models import ApiKey
assert ApiKey.objects.filter(prefix="{prefix}").revoke()
"""


def _active(site: Site) -> list[str]:
    with closing(sqlite3.connect(site.database_path)) as database:
        active = "SELECT id FROM chat_apigeneration WHERE status = 'active'"
        return [generation_id for (generation_id,) in database.execute(active)]


def _ended(program: Program, generation_id: str) -> Json:
    """Empty while it is written."""
    told = program.generation(generation_id)
    return {} if told["status"] == "active" else told


def _without_id(answer: httpx.Response, generation_id: str) -> str:
    return answer.text.replace(generation_id, "")


def _newest_id(site: Site) -> str:
    with closing(sqlite3.connect(site.directory / "db.sqlite3")) as database:
        newest = "SELECT id FROM chat_apigeneration ORDER BY created_at DESC LIMIT 1"
        return cast("str", (database.execute(newest).fetchone() or [""])[0])


def _steps_after_stop(site: Site, generation_id: str) -> int:
    """As the engine counted them itself, from when it heard of the stop."""
    number = UUID(generation_id.removeprefix("chatcmpl-"))  # the database has it without hyphens
    name = f"reply:{number}:log"
    with site.redis_client() as client:
        events = [json.loads(fields[b"e"]) for _, fields in client.xrange(name)]
    (told,) = [one for one in events if one["type"] == "usage"]
    steps: int = told["steps_after_stop"]
    return steps
