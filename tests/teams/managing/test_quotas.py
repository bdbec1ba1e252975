"""What a team may have together, beside what each of its members may."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import UUID

import pytest
import redis
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.exceptions import QuotaExceeded
from accounts.models import Team, User
from accounts.quota import (
    Left,
    charge_tokens,
    count_tokens_of_today,
    give_back_request,
    take_request,
)
from chat.exceptions import OverQuota, TooMany
from chat.models import Conversation, Generation, Message
from chat.tasks import save_outcome
from inference.client import request_stop
from inference.contract import Outcome
from tests.chat.test_quotas import without_room
from tests.support import plugin
from tests.support.at_once import all_at_once
from tests.support.cast import browser_of, say
from tests.teams.managing.conversations import begin, say_in

pytestmark = pytest.mark.django_db


def limit(team: Team, *, requests: int | None = None, tokens: int | None = None) -> None:
    team.requests_per_minute, team.tokens_per_day = requests, tokens
    team.save()


def end(generation: Generation, tokens: int) -> None:
    outcome = Outcome(
        id=str(generation.pk),
        attempt=1,
        text="A reply.",
        finish_reason="stop",
        prompt_token_count=tokens - 1,
        completion_token_count=1,
        finished_at=time.time(),
    )
    assert save_outcome(outcome)


def said(team: Team, author: User, tokens: int, owner: User | None = None) -> Generation:
    generation = say_in(begin(team, owner or author), author)
    end(generation, tokens)
    return generation


def used(person: User) -> int:
    left = take_request(person.pk)
    return left.token_limit - left.tokens_left


def test_all_members_together_reach_the_limit_of_the_team(
    team: Team, alice: User, bob: User
) -> None:
    limit(team, requests=2)
    say_in(begin(team, alice), alice)
    say_in(begin(team, alice), bob)
    third = begin(team, alice)
    with pytest.raises(
        TooMany, match="The team “Garden” has reached its limit of 2 requests a minute"
    ) as refusal:
        say_in(third, bob)
    assert 1 <= refusal.value.retry_after_seconds <= 60
    assert not Message.objects.filter(conversation=third).exists()
    assert say(bob, "In his own chat").is_active


def test_the_author_pays_and_not_who_began_the_conversation(
    team: Team, alice: User, bob: User, settings: Settings
) -> None:
    settings.REQUESTS_PER_MINUTE, settings.TOKENS_PER_DAY = 1, 1_000
    conversation = begin(team, alice)
    end(say_in(conversation, bob), 30)
    with pytest.raises(TooMany, match="You have reached your limit of 1 request a minute"):
        say_in(conversation, bob)
    assert say_in(conversation, alice).is_active
    settings.REQUESTS_PER_MINUTE = 0
    assert (used(alice), used(bob)) == (0, 30)


def test_of_two_quotas_both_are_taken_or_none(team: Team, alice: User, settings: Settings) -> None:
    settings.REQUESTS_PER_MINUTE = 3
    limit(team, requests=1)
    take_request(alice.pk, team=team)
    with pytest.raises(QuotaExceeded, match="The team"):
        take_request(alice.pk, team=team)
    assert take_request(alice.pk).requests_left == 1, "the refused one took nothing of hers"
    limit(team, requests=10)
    take_request(alice.pk)
    with pytest.raises(QuotaExceeded, match="You have reached"):
        take_request(alice.pk, team=team)
    settings.REQUESTS_PER_MINUTE = 0
    limit(team, requests=2)
    take_request(alice.pk, team=team)
    with pytest.raises(QuotaExceeded, match="The team"):
        take_request(alice.pk, team=team)


def test_of_two_quotas_the_nearer_end_is_told(team: Team, alice: User, settings: Settings) -> None:
    settings.REQUESTS_PER_MINUTE, settings.TOKENS_PER_DAY = 3, 50
    limit(team, requests=10, tokens=40)
    left = take_request(alice.pk, team=team)
    assert (left.request_limit, left.requests_left) == (3, 2)
    assert (left.token_limit, left.tokens_left) == (40, 40)
    charge_tokens(alice.pk, "in no team", 20)
    left = take_request(alice.pk, team=team)
    assert (left.token_limit, left.tokens_left) == (50, 30)
    settings.REQUESTS_PER_MINUTE = settings.TOKENS_PER_DAY = 0
    left = take_request(alice.pk, team=team)
    assert (left.requests_left, left.tokens_left) == (7, 40)
    limit(team)
    assert take_request(alice.pk, team=team) == Left()


def test_no_more_replies_at_once_than_the_team_may_have(team: Team, alice: User, bob: User) -> None:
    team.replies_at_once = 2
    team.save()
    first = say_in(begin(team, alice), alice)
    say_in(begin(team, alice), bob)
    third = begin(team, alice)
    with pytest.raises(
        TooMany, match="The team “Garden” has 2 replies in progress, which is the limit"
    ):
        say_in(third, bob)
    assert not Message.objects.filter(conversation=third).exists()
    assert say(bob, "In his own chat").is_active
    request_stop(str(first.pk))
    assert say_in(begin(team, alice), bob).is_active


def test_of_many_at_once_exactly_as_many_as_the_team_may_get_in(
    team: Team, settings: Settings
) -> None:
    settings.REQUESTS_PER_MINUTE = 100
    limit(team, requests=4)
    people = iter(range(1, 11))
    answers = all_at_once(10, lambda: take_request(next(people), team=team))
    assert sum(isinstance(answer, Left) for answer in answers) == 4, answers
    assert sum(isinstance(answer, QuotaExceeded) for answer in answers) == 6, answers


def test_the_same_request_once_more_takes_nothing_more(team: Team, alice: User) -> None:
    limit(team, requests=1)
    for _ in range(3):
        take_request(alice.pk, team=team, request_id="one")
    with pytest.raises(QuotaExceeded):
        take_request(alice.pk, team=team, request_id="two")


def test_what_was_refused_for_another_reason_is_given_back_to_both(
    team: Team, alice: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REQUESTS_PER_MINUTE = 1
    limit(team, requests=1)
    take_request(alice.pk, team=team, request_id="one")
    give_back_request(alice.pk, team=team, request_id="one")
    with monkeypatch.context() as full:
        without_room(full)
        for _ in range(2):
            with pytest.raises(TooMany, match="in progress"):
                say_in(begin(team, alice), alice)
    assert say_in(begin(team, alice), alice).is_active


def test_the_tokens_of_the_day_are_used_up_by_all_together(
    team: Team, alice: User, bob: User
) -> None:
    limit(team, tokens=100)
    said(team, alice, 60)
    said(team, bob, 60, owner=alice)
    with pytest.raises(OverQuota, match="The team “Garden” has used its 100 tokens of today"):
        say_in(begin(team, alice), alice)
    assert say(alice, "In her own chat").is_active


def test_a_task_that_runs_twice_charges_once(team: Team, alice: User) -> None:
    limit(team, tokens=1_000)
    generation = said(team, alice, 30)
    charge_tokens(alice.pk, str(generation.pk), 30, team_id=team.pk)
    assert count_tokens_of_today(team) == 30


def test_a_limit_that_is_set_in_the_middle_of_a_day_knows_what_was_used(
    team: Team, alice: User
) -> None:
    said(team, alice, 60)
    limit(team, tokens=100)
    say_in(begin(team, alice), alice)
    limit(team)
    said(team, alice, 60)
    limit(team, tokens=100)
    with pytest.raises(OverQuota):
        say_in(begin(team, alice), alice)


def test_an_emptied_redis_is_told_by_the_database_what_each_used(
    team: Team, alice: User, bob: User, settings: Settings, empty_redis: redis.Redis
) -> None:
    settings.TOKENS_PER_DAY = 1_000
    limit(team, tokens=1_000)
    said(team, alice, 10)
    said(team, bob, 20, owner=alice)
    end(say(alice, "Her own"), 3)
    old = said(team, bob, 40)
    Generation.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=1))
    empty_redis.flushall()
    take_request(alice.pk, team=team)
    assert (used(alice), used(bob), count_tokens_of_today(team)) == (13, 20, 30)
    said(team, bob, 5)
    assert (used(bob), count_tokens_of_today(team)) == (25, 35)


def test_who_asked_and_left_the_site_is_charged_no_more_and_the_team_is(
    team: Team, alice: User, bob: User
) -> None:
    limit(team, tokens=1_000)
    generation = say_in(begin(team, alice), bob)
    bob.delete()
    end(generation, 30)
    assert count_tokens_of_today(team) == 30


def test_the_page_of_the_team_tells_what_was_used(team: Team, alice: User) -> None:
    said(team, alice, 1_234)
    path = f"/teams/{team.pk}/"
    assert "1,234 tokens today, without a limit" in browser_of(alice).get(path).text
    limit(team, tokens=100_000, requests=20)
    page = browser_of(alice).get(path).text
    assert "1,234 of 100,000 tokens today" in page
    assert 'max="100000" value="1234"' in page
    assert "At most 20 replies a minute" in page


def test_the_page_of_the_team_opens_without_redis(team: Team, alice: User) -> None:
    client = browser_of(alice)
    plugin.redis_server.stop()
    try:
        page = client.get(f"/teams/{team.pk}/")
    finally:
        plugin.redis_server.start()
    assert "cannot be looked up just now" in page.text


def test_a_conversation_of_nobody_elses_is_counted_as_before(
    team: Team, alice: User, settings: Settings, empty_redis: redis.Redis
) -> None:
    settings.TOKENS_PER_DAY = 1_000
    end(say(alice, "Her own"), 7)
    assert count_tokens_of_today(team) == 0
    assert used(alice) == 7
    keys = {str(key, "ascii").split(":")[1] for key in empty_redis.scan_iter("quota:*")}
    assert keys == {str(alice.pk), "team"}
    assert Conversation.objects.filter(team=None).count() == 1
    assert isinstance(team.pk, UUID)
