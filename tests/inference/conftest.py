"""A tiny random model for tests that need a real engine but no sense in what it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from inference.backends import make_backend
from inference.config import Config, get_config
from tests.inference.support import tiny_model
from tests.inference.support.ear import Ear


@pytest.fixture(scope="session")
def tiny_model_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tiny-model")
    tiny_model.save(directory)
    return directory


@pytest.fixture(scope="session")
def tiny_config(tiny_model_directory: Path) -> Config:
    """Small enough that tests can fill it."""
    return replace(
        get_config(),
        backend="transformers",
        chat_model=str(tiny_model_directory),
        model_name=tiny_model_directory.name,
        default_model=tiny_model_directory.name,
        device="cpu",
        torch_threads=1,
        max_in_flight=32,
        cache_tokens=8192,
        max_batch_tokens=256,
    )


@pytest.fixture
def scripted_config() -> Config:
    return replace(
        get_config(),
        backend="scripted",
        scripted_tokens_per_second=500.0,
        scripted_reply_tokens=20,
        max_in_flight=32,
    )


@pytest.fixture(scope="session")
def tiny(tiny_config: Config) -> Iterator[Ear]:
    """The tiny model behind the real engine thread; shared, for tests that leave it whole."""
    with hearing(tiny_config) as ear:
        yield ear


@pytest.fixture
def fragile_tiny(tiny_config: Config) -> Iterator[Ear]:
    """One that a test may break."""
    with hearing(tiny_config) as ear:
        yield ear


@contextmanager
def hearing(config: Config) -> Iterator[Ear]:
    backend = make_backend(config)
    backend.load(lambda *_: None)
    ear = Ear(backend)
    yield ear
    backend.close()
    ear.join()
