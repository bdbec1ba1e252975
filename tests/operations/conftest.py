"""The cast: Alice and Bob write, Charlie is staff and may see operations, Dora administers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from tests.chat.conftest import tab_of
from tests.support.cast import browser_of, make_user

__all__ = ["tab_of"]


@pytest.fixture
def charlie(db: None) -> User:
    operator = make_user("charlie", is_staff=True)
    seen = ("view_usage", "view_liveoperation", "stop_reply")
    operator.user_permissions.set(Permission.objects.filter(codename__in=seen))
    return operator


@pytest.fixture
def operator(charlie: User) -> Client:
    return browser_of(charlie)
