"""A conversation opened at one of its messages, as a hit of the search does."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chat.models import Conversation
from tests.support.cast import talk

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


def page(client: Client, address: str, message: str) -> str:
    answer = client.get(address, {"message": message})
    assert answer.status_code == 200
    return answer.content.decode()
