"""The cast: Alice writes, Bob and Charlie review, Dora administers."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import User
from chat.models import Conversation, ReviewItem, ReviewLabel
from tests.support.cast import make_reviewer, talk


def queued(owner: User, *turns: str, source: str = "hand") -> ReviewItem:
    conversation = talk(owner, *(turns or ("One?", "One."))).conversation
    with transaction.atomic():
        return ReviewItem.objects.put(conversation, source)


def page_of(item: ReviewItem) -> str:
    return f"/admin/chat/reviewitem/{item.pk}/change/"


def item_of(conversation: Conversation) -> ReviewItem:
    return ReviewItem.objects.get(conversation=conversation)


@pytest.fixture
def bob(db: None) -> User:
    return make_reviewer("bob")


@pytest.fixture
def charlie(db: None) -> User:
    return make_reviewer("charlie")


@pytest.fixture
def harmful(db: None) -> ReviewLabel:
    return ReviewLabel.objects.create(name="Harmful", letter="h", colour="red")


@pytest.fixture
def wrong(db: None) -> ReviewLabel:
    return ReviewLabel.objects.create(name="Wrong", letter="w", colour="orange")
