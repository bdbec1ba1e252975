"""Programs that ask for a team, over the wire: its models, its quotas, and the end of its keys."""

from __future__ import annotations

import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support.people import Person
from tests.support.program import Program, chat
from tests.support.team_of_site import put_out_of_teams

ENDED_WITHIN_SECONDS = 2.0
LONG = "!rate 20\n!tokens 2000"

MAKE = """
from accounts.models import *
team = Team.objects.create(name="{name}", {settings})
Membership.objects.create(team=team, user=User.objects.get(username="{owner}"), role="owner")
print("made", team.pk)
"""


class TeamsProgram(Program):
    """Alice's, for a team of hers."""

    team: str

    @classmethod
    def of_team(cls, alice: Person, settings: str) -> TeamsProgram:
        """settings: of the team, as Python's keyword arguments."""
        name = f"Lab {uuid4().hex[:8]}"
        make = MAKE.format(name=name, settings=settings, owner=alice.name)
        team_id = alice.site.shell(make).split("made ")[1].strip()
        program = cls.of(alice, team=team_id)
        program.team = name
        return program


@pytest.fixture
def program(alice: Person) -> Iterator[TeamsProgram]:
    with TeamsProgram.of_team(alice, "requests_per_minute=4, replies_at_once=1") as program:
        yield program


def test_what_is_left_of_the_team_is_told(program: TeamsProgram) -> None:
    answers = [program.ask("!tokens 2"), program.ask("!tokens 2")]
    told = [answer.headers["x-ratelimit-remaining-requests"] for answer in answers]
    assert told == ["3", "2"]
    assert answers[0].headers["x-ratelimit-limit-requests"] == "4"
    unknown = program.ask("hello", model="nothing-of-the-kind")
    assert (unknown.status_code, unknown.headers["x-ratelimit-remaining-requests"]) == (404, "2")


def test_over_the_teams_limit_a_program_is_refused_in_the_teams_name(
    program: TeamsProgram,
) -> None:
    told = [program.ask("!tokens 1") for _ in range(5)]
    assert [answer.status_code for answer in told] == [200] * 4 + [429]
    assert told[-1].json()["error"]["code"] == "insufficient_quota"
    assert f"The team “{program.team}”" in told[-1].json()["error"]["message"]


def test_another_reply_at_once_is_refused_before_it_begins(
    program: TeamsProgram, alice: Person
) -> None:
    with program.asking(LONG) as stream:
        next(stream)
        refused = program.ask("hello", stream=True)
        assert refused.status_code == 429
        assert refused.json()["error"]["code"] == "overloaded"
        assert refused.json()["error"]["message"].startswith(
            f"The team “{program.team}” has 1 reply in"
        )
        assert int(refused.headers["Retry-After"]) >= 1
        with Program.of(alice) as own:
            assert own.ask("!tokens 1").status_code == 200
        assert next(stream).data


def test_a_removed_member_hears_no_more_within_two_seconds(
    program: TeamsProgram, alice: Person
) -> None:
    with program.asking(LONG) as stream:
        next(stream)
        put_out_of_teams(program.site, alice)
        removed_at = time.monotonic()
        told = list(stream)
        assert time.monotonic() - removed_at < ENDED_WITHIN_SECONDS
    assert told[-2].data is not None
    assert told[-2].data["error"]["code"] == "invalid_api_key"
    assert program.http.get("/v1/models").status_code == 401


def test_models_that_the_team_may_not_use_are_not_there(alice: Person) -> None:
    with TeamsProgram.of_team(alice, 'allowed_models=["another"], model="another"') as program:
        assert program.http.get("/v1/models").json()["data"] == []
        assert program.http.get("/v1/models/scripted").status_code == 404
        messages = {**chat("hello"), "max_tokens": 5}
        for path, body in (
            ("/v1/chat/completions", chat("hello")),
            ("/v1/completions", {"model": "scripted", "prompt": "hello"}),
            ("/v1/completions", {"model": "scripted", "prompt": [1, 2], "echo": True}),
            ("/v1/responses", {"model": "scripted", "input": "hello"}),
            ("/v1/messages", messages),
            ("/v1/messages/count_tokens", chat("hello")),
            ("/tokenize", {"model": "scripted", "prompt": "hello"}),
            ("/detokenize", {"model": "scripted", "tokens": [1]}),
        ):
            answer = program.http.post(path, json=body)
            assert answer.status_code == 403, f"{path}: {answer.text}"
            assert "may not use 'scripted'" in answer.text, path
        # Who names no model means the team's, which nobody serves now.
        assert program.http.post("/generate", json={"inputs": "hello"}).status_code == 404
        assert program.http.get("/info").status_code == 503
