"""Alice writes, Charlie reviews; and a worker with the bundled model, for what must be real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from inference.config import get_config
from inference.store import get_redis
from inference.stream import StreamWriter
from tests.inference.support.office import Office
from tests.support.cast import browser_of, make_reviewer


@pytest.fixture
def reviewer(db: None) -> Client:
    """Charlie's."""
    return browser_of(make_reviewer("charlie"))


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
