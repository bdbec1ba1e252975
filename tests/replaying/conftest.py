"""Alice writes, Charlie reviews; and a worker with the bundled model, for what must be real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from chat.reviewers import REVIEWERS
from inference.config import get_config
from inference.store import get_redis
from inference.stream import StreamWriter
from tests.inference.support.office import Office
from tests.support.cast import make_user


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def reviewer(db: None) -> Client:
    """Charlie, whose only right is to read."""
    charlie = make_user("charlie", is_staff=True)
    charlie.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])
    client = Client()
    client.force_login(charlie)
    return client


@pytest.fixture
def writer() -> StreamWriter:
    """Writes events as a GPU worker does."""
    return StreamWriter(get_redis())


@pytest.fixture
def pocket() -> Iterator[Office]:
    config = replace(
        get_config(), backend="transformers", chat_model="pocket", device="cpu", torch_threads=1
    )
    with Office(config) as office:
        office.wait_until_settled()
        yield office
