"""A backend that asks a stub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from inference.backends.openai import OpenAIBackend
from inference.backends.openai.wire import Patience
from inference.config import get_config
from tests.inference.backends.openai.stub import Stub
from tests.inference.support.ear import Ear

KEY = "sk-secret-of-alice"
SHORT = Patience(
    connect=5, first_byte=0.2, between_chunks=0.2, counting=0.2, loading=0.3, between_looks=0.05
)
LONG = Patience(between_looks=0.05)


def backend_of(stub: Stub, patience: Patience = LONG, model: str = "m") -> OpenAIBackend:
    address = f"openai:http://127.0.0.1:{stub.port}#{model}"
    return OpenAIBackend(
        replace(get_config(), chat_model=address, upstream_api_key=KEY), patience=patience
    )


@contextmanager
def asking(stub: Stub, patience: Patience = LONG) -> Iterator[Ear]:
    backend = backend_of(stub, patience)
    backend.load(lambda *_: None)
    ear = Ear(backend)
    try:
        yield ear
    finally:
        backend.close()
        ear.join()


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as one:
        yield one


@pytest.fixture
def ear(stub: Stub) -> Iterator[Ear]:
    with asking(stub) as one:
        yield one


@pytest.fixture
def impatient(stub: Stub) -> Iterator[Ear]:
    with asking(stub, SHORT) as one:
        yield one
