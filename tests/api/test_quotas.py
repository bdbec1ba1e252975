"""Programs are held to the quotas of their owner, and told what is left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.program import Program, chat
from tests.support.site import Site, running_site
from tests.support.waiting import wait_for


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    limits = {"REQUESTS_PER_MINUTE": "5", "TOKENS_PER_DAY": "60"}
    with running_site(tmp_path_factory.mktemp("quotas"), limits) as site:
        yield site


@pytest.fixture
def program(small_site: Site) -> Iterator[Program]:
    with Person.signed_up(small_site, "alice") as alice, Program.of(alice) as program:
        yield program


def test_each_answer_tells_what_is_left(program: Program) -> None:
    answers = [program.ask("!tokens 2"), program.ask("!tokens 2", stream=True)]
    told = [answer.headers["x-ratelimit-remaining-requests"] for answer in answers]
    assert told == ["4", "3"]
    assert answers[0].headers["x-ratelimit-limit-tokens"] == "60"
    assert answers[0].headers["x-ratelimit-reset-requests"].endswith("s")


def test_too_many_requests_in_a_minute_are_refused(program: Program) -> None:
    told = [program.ask("!tokens 1").status_code for _ in range(6)]
    assert told == [200] * 5 + [429]
    refused = program.ask("hello")
    assert refused.json()["error"]["code"] == "insufficient_quota"
    assert "5 requests a minute" in refused.json()["error"]["message"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["x-ratelimit-remaining-requests"] == "0"


def test_anthropics_clients_are_told_so_in_their_words(program: Program) -> None:
    body = {"max_tokens": 1, **chat("hello")}
    told = [program.http.post("/v1/messages", json=body) for _ in range(6)]
    assert [answer.status_code for answer in told] == [200] * 5 + [429]
    assert told[-1].json()["error"]["type"] == "rate_limit_error"
    assert 1 <= int(told[-1].headers["Retry-After"]) <= 60


def test_what_is_refused_for_another_reason_is_not_counted(program: Program) -> None:
    assert program.ask("hello", model="nothing-of-the-kind").status_code == 404
    assert program.ask("!tokens 1").headers["x-ratelimit-remaining-requests"] == "4"


def test_what_the_worker_refuses_is_not_counted_either(program: Program) -> None:
    refused = program.ask("word " * 9000)
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "context_length_exceeded"
    wait_for(lambda: _left(program, "requests") == "5", what="it to be given back")


def test_the_tokens_of_a_day_are_counted(program: Program) -> None:
    assert program.ask("!tokens 70").status_code == 200
    wait_for(lambda: _left(program, "tokens") == "0", what="the count")
    refused = program.ask("hello")
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "insufficient_quota"
    assert refused.headers["x-ratelimit-remaining-tokens"] == "0"
    assert refused.headers["X-Should-Retry"] == "false"


def _left(program: Program, what: str) -> str:
    """Asked without using any."""
    refused = program.ask("hello", model="nothing-of-the-kind")
    return refused.headers[f"x-ratelimit-remaining-{what}"]
