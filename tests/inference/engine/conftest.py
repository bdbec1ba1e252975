"""An engine over the scripted backend, and one over the tiny model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from inference.config import Config
from tests.inference.support.office import Office


@pytest.fixture
def scripted(scripted_config: Config) -> Iterator[Office]:
    with Office(scripted_config) as office:
        yield office


@pytest.fixture
def real(tiny_config: Config) -> Iterator[Office]:
    with Office(tiny_config) as office:
        yield office


@pytest.fixture
def broken(tiny_config: Config) -> Iterator[Office]:
    """Its model is not there."""
    with Office(replace(tiny_config, chat_model="/nowhere/at/all")) as office:
        yield office
