"""The cast."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.support.cast import make_user


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def alices(client: Client, alice: User) -> Client:
    """Her browser."""
    client.force_login(alice)
    return client
