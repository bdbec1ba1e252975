"""What is kept of the generations of programs, and who sees it."""

from __future__ import annotations

import json
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.people import Person
from tests.support.program import Program
from tests.support.site import Site, running_site
from tests.support.waiting import wait_for

CANARY = "a canary that nobody may keep"


def test_counts_and_times_are_kept(program: Program) -> None:
    generation_id = program.ask("!tokens 7").json()["id"]
    told = wait_for(lambda: _ended(program, generation_id), what="the end")
    assert (told["status"], told["finish_reason"]) == ("finished", "stop")
    assert told["completion_tokens"] == 7
    assert told["prompt_tokens"] > 0
    assert 0 <= told["ttft_seconds"] < 60
    assert told["tokens_per_second"] > 0


def test_a_failure_is_kept_with_its_kind(program: Program) -> None:
    with program.asking("!tokens 9\n!fail after 3") as stream:
        generation_id = next(stream).data["id"]  # type: ignore[index]
        list(stream)
    told = wait_for(lambda: _ended(program, generation_id), what="the end")
    assert (told["status"], told["error"]["type"]) == ("failed", "generation")


def test_texts_are_not_kept(site: Site, program: Program) -> None:
    generation_id = program.ask(f"!reply {CANARY}").json()["id"]
    wait_for(lambda: _ended(program, generation_id), what="the end")
    assert not _rows_with(site, CANARY)


def test_what_a_response_repeats_of_its_request_is_not_kept(site: Site, program: Program) -> None:
    function = {"type": "function", "name": "f", "description": CANARY, "parameters": {}}
    body = {
        "model": "scripted",
        "input": f"!reply {CANARY}",
        "instructions": CANARY,
        "metadata": {"note": CANARY},
        "tools": [function],
        "text": {"format": {"type": "json_schema", "name": "n", "schema": {"title": CANARY}}},
        "user": CANARY,
    }
    answer = program.http.post("/v1/responses", json=body)
    assert answer.text.count(CANARY) == 6
    wait_for(lambda: _ended(program, answer.json()["id"]), what="the end")
    assert not _rows_with(site, CANARY)


def test_texts_are_kept_where_the_owner_wants_them(site: Site, bob: Person) -> None:
    with Program.of(bob, keeps_text=True) as keeping:
        text = "\0 and what the owner wants to keep"
        generation_id = keeping.ask(f"!reply {text}").json()["id"]
        wait_for(lambda: _ended(keeping, generation_id), what="the end")
    (row,) = _rows_with(site, "what the owner wants to keep")
    assert json.loads(row["prompt"])[0]["content"] == f"!reply {text}"
    assert row["text"] == text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def test_what_was_refused_leaves_nothing(site: Site, program: Program) -> None:
    before = _count(site)
    assert program.ask("hello", model="nothing-of-the-kind").status_code == 404
    assert _count(site) == before


def test_answers_and_times_to_first_text_are_counted(site: Site, program: Program) -> None:
    answers = site.count("chat_api_answers_total")
    times = site.count("chat_api_ttft_seconds_count")
    with program.asking("!tokens 3") as stream:
        list(stream)
    program.ask("!tokens 3")
    assert site.count("chat_api_answers_total") == answers + 2
    assert site.count("chat_api_ttft_seconds_count") == times + 1


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path / "own", {"MAX_REQUESTS_PER_USER": "2"}) as site:
        yield site


def test_the_founder_sees_it_in_the_admin_and_nobody_else(own_site: Site) -> None:
    with Person.signed_up(own_site, "alice") as founder, Person.signed_up(own_site, "bob") as bob:
        with Program.of(bob, keeps_text=True) as program:
            program.ask("!reply <b>bold</b>")
        address = "/admin/chat/apigeneration/"
        page = founder.http.get(address).text
        assert bob.name in page
        assert program.secret[:16] in page
        assert program.secret not in page
        (row,) = _rows_with(own_site, "bold")
        detail_address = f"{address}{row['id']}/change/"
        assert "bold" not in founder.http.get(detail_address).text
        token = founder.filled_in(detail_address, {"reason": "Bob asked for help."})
        detail = founder.hand_in(f"{address}{row['id']}/reason/", token).text
        assert "&lt;b&gt;bold&lt;/b&gt;" in detail
        assert program.secret[:16] not in bob.http.get(address).text


def test_over_the_limit_is_a_429_that_says_when_to_come_back(own_site: Site) -> None:
    with (
        Person.signed_up(own_site, "alice") as alice,
        Program.of(alice) as program,
        program.asking("!tokens 900") as one,
        program.asking("!tokens 900") as two,
    ):
        assert next(one).data
        assert next(two).data
        for asked in (program.ask("hello"), program.ask("hello", stream=True)):
            assert asked.status_code == 429
            assert 1 <= int(asked.headers["Retry-After"]) <= 60
            assert asked.json()["error_type"] == "overloaded"
            assert asked.json()["error"]["code"] == "overloaded"
        assert next(one).data
        assert next(two).data


def test_without_a_worker_and_without_redis_it_is_a_503(own_site: Site) -> None:
    with Person.signed_up(own_site, "alice") as alice, Program.of(alice) as program:
        own_site.end("gpu-worker", signal.SIGKILL)
        own_site.wait_until_no_worker()
        absent = program.ask("hello")
        assert absent.status_code == 503
        assert absent.json()["error"]["code"] == "model_unavailable"
        assert absent.headers["Retry-After"]
        own_site.redis.stop()
        away = program.ask("hello")
        assert away.status_code == 503
        assert away.headers["Retry-After"]
        own_site.redis.start()


def _ended(program: Program, generation_id: str) -> dict[str, Any]:
    told = program.generation(generation_id)
    return {} if told["status"] == "active" else told


def _rows_with(site: Site, text: str) -> list[dict[str, Any]]:
    like = f"%{text}%"
    wanted = "SELECT * FROM chat_apigeneration WHERE prompt || text || form LIKE ?"
    with closing(sqlite3.connect(site.database_path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(wanted, (like,))]


def _count(site: Site) -> int:
    with closing(sqlite3.connect(site.database_path)) as database:
        ((count,),) = database.execute("SELECT count(*) FROM chat_apigeneration")
    return int(count)
