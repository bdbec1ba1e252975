"""The cast: Alice and Bob write, Charlie reviews, Dora administers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from accounts.models import User
from chat.privacy import append_only
from chat.reviewers import REVIEWERS
from tests.support.cast import make_user


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def charlie(db: None) -> User:
    reviewer = make_user("charlie", is_staff=True)
    reviewer.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])
    return reviewer


@pytest.fixture
def dora(db: None) -> User:
    return make_user("dora", is_staff=True, is_superuser=True)


@pytest.fixture
def reviewer(charlie: User) -> Client:
    return signed_in(charlie)


@pytest.fixture
def administrator(dora: User) -> Client:
    return signed_in(dora)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def unguarded() -> None:
    """As somebody who may change the schema leaves it."""
    append_only.unguard(connection.alias)
