"""A key asks for its owner alone, or for a team of theirs; never in a team's conversations."""

from __future__ import annotations

import time
from dataclasses import replace
from uuid import uuid4

import pytest
import redis
from django.utils import timezone

from accounts.api_keys import create_api_key
from accounts.models import ApiKey, Membership, Team, User
from accounts.quota import count_tokens_of_today, forget_quotas
from chat.api.problems import NoRoom, NotAllowed
from chat.api.running import Call, begin_now
from chat.api_endings import save_api_outcome
from chat.models import ApiGeneration, Hold
from chat.team_endings import delete_team
from inference.client import default_model, request_stop
from inference.contract import GenerationRequest, Outcome, Turn, WorkerStatus
from inference.workers import report_worker
from operations.usage.counting import not_added_up

pytestmark = pytest.mark.django_db

OTHER = "another"


@pytest.fixture(autouse=True)
def two_models(empty_redis: redis.Redis) -> None:
    for name in (default_model(), OTHER):
        report_worker(empty_redis, WorkerStatus(worker=name, model=name, state="ready"))


@pytest.fixture
def team(alice: User) -> Team:
    """Alice's, with room for one request, of five tokens, of another model."""
    team = Team.objects.create(
        name="Lab", allowed_models=[OTHER], model=OTHER, requests_per_minute=1, tokens_per_day=5
    )
    Membership.objects.create(team=team, user=alice, role=Membership.Role.OWNER)
    return team


@pytest.fixture
def own_key(alice: User) -> ApiKey:
    return create_api_key(owner=alice, name="notebook")[0]


@pytest.fixture
def key(alice: User, team: Team) -> ApiKey:
    return create_api_key(owner=alice, name="notebook", team=team)[0]


def limit(team: Team, **limits: int | None) -> None:
    Team.objects.filter(pk=team.pk).update(
        **{"requests_per_minute": None, "tokens_per_day": None, **limits}
    )


def test_nothing_of_a_teams_settings_holds_for_a_key_of_alice_alone(
    own_key: ApiKey, team: Team
) -> None:
    assert count_tokens_of_today(team) == 0  # from now on each charge is kept
    for _time in range(2):
        assert save_api_outcome(an_outcome(begin_now(own_key, a_call(own_key))))
    assert count_tokens_of_today(team) == 0
    assert not ApiGeneration.objects.exclude(team=None).exists()


def test_what_a_key_asks_for_a_team_is_the_teams(key: ApiKey, team: Team) -> None:
    limit(team)
    assert count_tokens_of_today(team) == 0
    generation = begin_now(key, a_call(key))
    assert generation.team == team
    assert save_api_outcome(an_outcome(generation))
    assert count_tokens_of_today(team) == 30
    now = timezone.now()
    (counted,) = not_added_up(generation.created_at, now)
    assert (counted.team, counted.user) == (str(team.pk), str(key.owner_id))


def test_what_was_asked_for_a_team_is_counted_as_its_own_when_it_is_gone(
    key: ApiKey, team: Team
) -> None:
    team_id = str(team.pk)
    generation = begin_now(key, a_call(key))
    assert save_api_outcome(an_outcome(generation))
    delete_team(team)
    (counted,) = not_added_up(generation.created_at, timezone.now())
    assert counted.team == team_id
    generation.refresh_from_db()
    assert (generation.team, generation.key) == (None, None)


@pytest.mark.parametrize("is_held", [False, True])
def test_texts_that_programs_asked_for_a_team_go_with_it_unless_their_owner_is_held(
    team: Team, alice: User, is_held: bool
) -> None:
    limit(team)
    team.refresh_from_db()
    key = create_api_key(owner=alice, name="diary", team=team, keeps_text=True)[0]
    own = create_api_key(owner=alice, name="own", keeps_text=True)[0]
    ended, of_own = begin_now(key, a_call(key)), begin_now(own, a_call(own))
    for one in (ended, of_own):
        assert save_api_outcome(an_outcome(one))
    running = begin_now(key, a_call(key))
    if is_held:
        Hold.objects.create(account=alice, reason="A claim")
    delete_team(team)
    assert save_api_outcome(an_outcome(running)), "it ends, and counts"
    for one in (ended, of_own, running):
        one.refresh_from_db()
    assert (bool(ended.prompt), bool(ended.text)) == (is_held, is_held)
    assert (bool(running.prompt), bool(running.text)) == (is_held, is_held)
    assert (bool(of_own.prompt), of_own.text) == (True, "Hi")
    assert ended.token_count == 30


def test_what_redis_forgot_of_a_team_is_found_again(key: ApiKey, team: Team) -> None:
    limit(team)
    assert save_api_outcome(an_outcome(begin_now(key, a_call(key))))
    forget_quotas(team.pk)
    assert count_tokens_of_today(team) == 30


def test_the_requests_of_a_minute_are_the_teams(key: ApiKey) -> None:
    begin_now(key, a_call(key))
    with pytest.raises(NoRoom, match="The team “Lab” has reached its limit of 1 request") as told:
        begin_now(key, a_call(key))
    assert told.value.code == "insufficient_quota"
    assert ApiGeneration.objects.count() == 1


def test_the_tokens_of_a_day_are_the_teams(key: ApiKey, team: Team) -> None:
    limit(team, tokens_per_day=20)
    key.team = Team.objects.get()
    assert save_api_outcome(an_outcome(begin_now(key, a_call(key))))
    with pytest.raises(NoRoom, match="The team “Lab” has used its 20 tokens of today"):
        begin_now(key, a_call(key))


def test_no_more_replies_at_once_than_the_team_may_have(key: ApiKey, own_key: ApiKey) -> None:
    limit(key.team or Team(), replies_at_once=1)
    key.team = Team.objects.get()
    first = begin_now(key, a_call(key))
    with pytest.raises(NoRoom, match="The team “Lab” has 1 reply in progress") as told:
        begin_now(key, a_call(key))
    assert told.value.code == "overloaded"
    assert ApiGeneration.objects.count() == 1
    begin_now(own_key, a_call(own_key))
    request_stop(str(first.pk))
    begin_now(key, a_call(key))


def test_what_is_refused_for_want_of_a_place_takes_nothing_of_the_team(key: ApiKey) -> None:
    limit(key.team or Team(), replies_at_once=1, requests_per_minute=2)
    key.team = Team.objects.get()
    first = begin_now(key, a_call(key))
    for _time in range(3):
        with pytest.raises(NoRoom, match="in progress"):
            begin_now(key, a_call(key))
    request_stop(str(first.pk))
    begin_now(key, a_call(key))


def test_only_the_teams_models_can_be_asked_and_its_own_comes_first(key: ApiKey) -> None:
    with pytest.raises(
        NotAllowed, match=r"The team 'Lab'.* may not use.* Choose from another"
    ) as no:
        begin_now(key, a_call(key, model=default_model()))
    assert (no.value.status, no.value.param, no.value.code) == (403, "model", "model_not_found")
    assert not ApiGeneration.objects.exists()
    assert begin_now(key, a_call(key)).model == OTHER


def a_call(key: ApiKey, model: str = "") -> Call:
    request = GenerationRequest(
        id=str(uuid4()), owner=str(key.owner_id), turns=(Turn(role="user", content="Hello"),)
    )
    return Call(
        request=replace(request, model=model),
        route="chat.completions",
        form={},
        is_streamed=False,
    )


def an_outcome(generation: ApiGeneration) -> Outcome:
    return Outcome(
        id=str(generation.pk),
        attempt=1,
        text="Hi",
        finish_reason="stop",
        prompt_token_count=20,
        completion_token_count=10,
        finished_at=time.time(),
    )
