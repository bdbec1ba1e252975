"""The cast: Alice writes, Bob and Charlie review, Dora administers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from accounts.models import User
from chat.models import Conversation, ReviewItem, ReviewLabel
from chat.reviewers import REVIEWERS
from tests.support.cast import make_user, talk


def reviewer(name: str) -> User:
    user = make_user(name, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queued(owner: User, *turns: str, source: str = "hand") -> ReviewItem:
    conversation = talk(owner, *(turns or ("One?", "One."))).conversation
    with transaction.atomic():
        return ReviewItem.objects.put(conversation, source)


def page_of(item: ReviewItem) -> str:
    return f"/admin/chat/reviewitem/{item.pk}/change/"


def item_of(conversation: Conversation) -> ReviewItem:
    return ReviewItem.objects.get(conversation=conversation)


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return reviewer("bob")


@pytest.fixture
def charlie(db: None) -> User:
    return reviewer("charlie")


@pytest.fixture
def dora(db: None) -> User:
    return make_user("dora", is_staff=True, is_superuser=True)


@pytest.fixture
def harmful(db: None) -> ReviewLabel:
    return ReviewLabel.objects.create(name="Harmful", letter="h", colour="red")


@pytest.fixture
def wrong(db: None) -> ReviewLabel:
    return ReviewLabel.objects.create(name="Wrong", letter="w", colour="orange")
