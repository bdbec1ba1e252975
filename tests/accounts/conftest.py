"""The cast."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def alices(client: Client, alice: User) -> Client:
    """Her browser."""
    client.force_login(alice)
    return client
