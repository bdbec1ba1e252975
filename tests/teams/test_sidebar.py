"""The lists of a team, and the switch between them and one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Team, User
from chat.lists import PAGE_CONVERSATIONS
from chat.models import Conversation
from tests.support.cast import talk
from tests.support.team import leave, talk_in


@pytest.fixture
def page_of(client: Client) -> Client:
    return client


def opened(client: Client, user: User, path: str) -> str:
    client.force_login(user)
    return client.get(path).text


def test_ones_own_and_the_teams_are_listed_apart(
    client: Client, team: Team, alice: User, bob: User
) -> None:
    talk(bob, "Bob’s own.", "Yes.")
    talk_in(team, (alice, "The kitchen’s.", "Yes."))
    own = opened(client, bob, "/")
    assert "Bob’s own." in own
    assert "The kitchen’s." not in own
    ours = opened(client, bob, f"/teams/{team.pk}/chat/")
    assert "Bob’s own." not in ours
    assert "The kitchen’s." in ours


def test_whoever_began_it_has_it_in_the_team_alone(client: Client, team: Team, alice: User) -> None:
    talk_in(team, (alice, "The kitchen’s.", "Yes."))
    assert "The kitchen’s." not in opened(client, alice, "/conversations/")


def test_an_open_conversation_is_shown_beside_those_of_its_team(
    client: Client, team: Team, alice: User, bob: User
) -> None:
    first = talk_in(team, (alice, "The first.", "Yes."))
    talk_in(team, (bob, "The second.", "Yes."))
    page = opened(client, bob, first.conversation.get_absolute_url())
    assert "The second." in page
    assert f'data-team="{team.pk}"' in page
    assert f'href="/teams/{team.pk}/chat/" dir="auto" aria-current="true"' in page


def test_a_reviewer_of_the_team_gets_a_line_instead_of_the_composer(
    client: Client, team: Team, alice: User, charlie: User
) -> None:
    url = talk_in(team, (alice, "Soup?", "Yes.")).conversation.get_absolute_url()
    for path in (url, f"/teams/{team.pk}/chat/"):
        assert "data-read-only" in opened(client, charlie, path)
        assert "You can read this conversation." in opened(client, charlie, path)
        assert "data-read-only" not in opened(client, alice, path)


def test_who_is_in_no_team_gets_nothing_of_it(client: Client, frank: User) -> None:
    page = opened(client, frank, "/")
    for word in ("scope", "team_chat", "icon-team", "data-team", "company"):
        assert word not in page


def test_who_left_is_offered_the_team_no_more(client: Client, team: Team, bob: User) -> None:
    assert "Kitchen" in opened(client, bob, "/")
    leave(team, bob)
    assert "Kitchen" not in opened(client, bob, "/")


def test_the_list_goes_on_page_by_page_in_as_many_queries(
    client: Client,
    team: Team,
    alice: User,
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    now = timezone.now()
    count = 2 * PAGE_CONVERSATIONS + 5
    Conversation.objects.bulk_create(
        Conversation(
            owner=alice, team=team, title=f"Number {age}.", updated_at=now - timedelta(hours=age)
        )
        for age in range(count)
    )
    client.force_login(bob)
    with django_assert_num_queries(5):  # session, account, membership, teams, list
        page = client.get(f"/teams/{team.pk}/chat/")
    seen = 0
    while True:
        seen += page.text.count('class="conversation" data-id="') - ("<template" in page.text)
        if "load-more" not in page.text.split("<template")[0]:
            break
        url = page.text.split('class="button load-more"')[1].split('data-url="')[1].split('"')[0]
        with django_assert_num_queries(4):  # session, account, membership, list
            page = client.get(url.replace("&amp;", "&"))
    assert seen == count
