"""What is closed to a reader cannot be told from how a search of the admin goes."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chat import search
from chat.models import Conversation
from chat.privacy.flags import flag
from tests.privacy.test_gate import LIST, conversation
from tests.support.cast import say_why, talk

__all__ = ["conversation"]

pytestmark = pytest.mark.django_db


def test_the_search_does_not_tell_how_often_a_closed_word_is_said(
    settings: Settings,
    reviewer: Client,
    conversation: Conversation,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.REVIEW_POLICY = "flagged"
    monkeypatch.setattr(search, "MOST_HITS", 2)
    alice = conversation.owner
    talk(bob, "clandestine one", "clandestine two", "clandestine three", "Four.")
    flag(conversation, by=alice)
    for most in (500, 1):
        monkeypatch.setattr(search, "MOST_LOOKED_THROUGH", most)
        said, unsaid = (reviewer.get(f"{LIST}?q={word}").text for word in ("clandestine", "never"))
        assert "were searched" not in said + unsaid
        flag(talk(alice, "Another?", "Another.").conversation, by=alice)
    assert "1 conversation" in reviewer.get(f"{LIST}?q=Heliotrope").text


def test_a_word_that_others_say_often_is_found_in_all_that_a_filter_leaves(
    reviewer: Client, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_HITS", 2)
    monkeypatch.setattr(search, "MOST_LOOKED_THROUGH", 1)
    wanted = talk(bob, "clandestine", "One.").conversation
    talk(bob, "Another?", "Another.")
    talk(alice, "clandestine one", "clandestine two", "clandestine three", "Four.")
    say_why(reviewer)
    page = reviewer.get(f"{LIST}?user=bob&q=clandestine")
    assert list(page.context["cl"].result_list) == [wanted]
    assert "were searched" not in page.text
    assert "were searched" in reviewer.get(f"{LIST}?q=clandestine").text
