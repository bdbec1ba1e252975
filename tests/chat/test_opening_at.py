"""A conversation opened at one of its messages, as a hit of the search does."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from accounts.teams.services import create_team
from chat.models import Conversation
from chat.versions import edit_message
from tests.support.cast import reply_to, talk
from tests.support.team import join

pytestmark = pytest.mark.django_db


def test_the_page_says_at_which_message_it_was_opened(alice: User, client: Client) -> None:
    reply = talk(alice, "One?", "One.")
    client.force_login(alice)
    address = reply.conversation.get_absolute_url()
    assert f'data-message="{reply.pk}"' in page(client, address, str(reply.pk))
    assert "data-message" not in page(client, address, "")


def test_a_foreign_or_missing_message_just_opens_the_conversation(
    alice: User, bob: User, client: Client
) -> None:
    address = talk(alice, "One?", "One.").conversation.get_absolute_url()
    foreign = talk(bob, "Secret?", "Secret.")
    client.force_login(alice)
    for message in (str(foreign.pk), str(uuid4()), "nonsense", "\0"):
        shown = page(client, address, message)
        assert "data-message" not in shown
        assert "Secret" not in shown
        assert "One?" in shown


def test_looking_changes_nothing(alice: User, client: Client) -> None:
    reply = talk(alice, "One?", "One.")
    before = Conversation.objects.values().get()
    client.force_login(alice)
    page(client, reply.conversation.get_absolute_url(), str(reply.pk))
    assert Conversation.objects.values().get() == before


@pytest.mark.parametrize(
    ("role", "is_gone_to"), [(None, True), ("owner", False), ("member", False), ("reviewer", True)]
)
def test_a_message_of_another_branch_is_gone_to_where_nobody_else_is_taken_along(
    role: str | None, is_gone_to: bool, alice: User, bob: User, client: Client
) -> None:
    """Who only reads in a team leafs alone."""
    first = talk(alice, "One?", "One.")
    assert first.parent is not None
    asked = first.parent.pk
    reply_to(edit_message(author=alice, client_id=uuid4(), message_id=asked, text="Two?"))
    reader = alice
    if role is not None:
        reader, team = bob, create_team(owner=alice, name="Garden")
        join(team, reader, role)
        Conversation.objects.update(team=team)
    client.force_login(reader)
    shown = page(client, first.conversation.get_absolute_url(), str(first.pk))
    assert f'data-message="{first.pk}"' in shown
    assert ("data-is-other-branch" in shown) is is_gone_to


def page(client: Client, address: str, message: str) -> str:
    answer = client.get(address, {"message": message})
    assert answer.status_code == 200
    return answer.content.decode()
