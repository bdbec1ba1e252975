"""What was said in a team is found by those who are in it, and by nobody else."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Team, User
from chat.models import Conversation
from chat.search import search_messages
from chat.services import delete
from tests.support.cast import talk
from tests.support.team import join, leave, talk_in


def found(user: User, words: str) -> list[str]:
    return [hit.message.text for hit in search_messages(user, words).hits]


def test_all_in_the_team_find_what_any_of_them_said(
    team: Team, alice: User, bob: User, charlie: User
) -> None:
    talk_in(team, (alice, "Goulash?", "Paprika."), (bob, "Goulash again?", "Yes."))
    for user in (alice, bob, charlie):
        assert found(user, "goulash") == ["Goulash again?", "Goulash?"]
        assert found(user, "papri") == ["Paprika."]


def test_nobody_else_finds_it(team: Team, alice: User, erin: User, dora: User, frank: User) -> None:
    talk_in(team, (erin, "Goulash?", "Paprika."))
    assert found(alice, "goulash") == ["Goulash?"]
    leave(team, erin)
    for user in (erin, dora, frank):
        assert found(user, "goulash") == []
        assert list(search_messages(user, "goulash").titles) == []


def test_ones_own_is_found_beside_the_teams_and_by_oneself_alone(
    team: Team, alice: User, bob: User
) -> None:
    talk(alice, "Goulash for one?", "Yes.")
    talk_in(team, (alice, "Goulash for all?", "Yes."))
    assert found(alice, "goulash") == ["Goulash for all?", "Goulash for one?"]
    assert found(bob, "goulash") == ["Goulash for all?"]


def test_titles_of_the_team_are_found(team: Team, alice: User, bob: User) -> None:
    talk_in(team, (alice, "Goulash?", "Yes."))
    assert [hit.conversation.title for hit in search_messages(bob, "goulash").titles] == [
        "Goulash?"
    ]


def test_what_is_deleted_is_found_no_more(team: Team, alice: User, bob: User) -> None:
    last = talk_in(team, (alice, "Goulash?", "Yes."))
    delete(last.conversation)
    assert found(bob, "goulash") == []
    assert not Conversation.objects.exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no rows of words")
def test_words_of_a_team_are_kept_under_the_team(team: Team, alice: User, frank: User) -> None:
    talk_in(team, (alice, "Goulash?", "Paprika."))
    talk(alice, "Soup?", "Yes.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner, count(*) FROM chat_word_rows GROUP BY owner ORDER BY owner")
        kept = dict(cursor.fetchall())
    assert kept == {f"t{team.pk.hex}": 2, f"u{alice.pk}": 2}
    join(team, frank)
    assert found(frank, "goulash") == ["Goulash?"]
