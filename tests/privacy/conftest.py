"""The cast: Alice and Bob write, Charlie reviews, Dora administers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from chat.privacy import append_only
from tests.support.cast import browser_of, make_reviewer


@pytest.fixture
def charlie(db: None) -> User:
    return make_reviewer("charlie")


@pytest.fixture
def reviewer(charlie: User) -> Client:
    return browser_of(charlie)


@pytest.fixture
def administrator(dora: User) -> Client:
    return browser_of(dora)


def unguarded() -> None:
    """As somebody who may change the schema leaves it."""
    append_only.unguard(connection.alias)
