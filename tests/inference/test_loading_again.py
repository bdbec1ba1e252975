"""A model that cannot be loaded yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from inference.backends import make_backend
from inference.backends.base import Backend
from inference.config import Config
from inference.loading import Loader
from tests.support.waiting import wait_for


class Heard:
    """A loader, and all that it says."""

    def __init__(self, config: Config) -> None:
        self.ready: list[Backend] = []
        self.failures: list[str] = []
        self.loader = Loader(
            partial(make_backend, config),
            on_progress=lambda *_: None,
            on_ready=self.ready.append,
            on_failed=self.failures.append,
        )

    def close(self) -> None:
        self.loader.close()
        for backend in self.ready:
            backend.close()


@pytest.fixture
def absent(tmp_path: Path) -> Path:
    return tmp_path / "model"


@pytest.fixture
def heard(tiny_config: Config, absent: Path) -> Iterator[Heard]:
    heard = Heard(replace(tiny_config, chat_model=str(absent)))
    yield heard
    heard.close()


def test_a_model_that_appears_later_is_loaded_then(
    heard: Heard,
    absent: Path,
    tiny_model_directory: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inference.loading.PAUSES_SECONDS", (0.01, 0.05))
    heard.loader.start()
    wait_for(lambda: len(heard.failures) >= 2, what="two tries")
    assert "does not exist" in heard.failures[0]
    assert not heard.ready
    shutil.copytree(tiny_model_directory, tiny_model_directory.with_name("copy"))
    tiny_model_directory.with_name("copy").rename(absent)
    (backend,) = wait_for(lambda: heard.ready, seconds=60, what="the model")
    assert backend.context_length > 0


def test_closing_does_not_wait_for_the_next_try(heard: Heard) -> None:
    heard.loader.start()
    wait_for(lambda: heard.failures, what="the first try")
    heard.loader.close()
    assert not heard.loader._thread.is_alive()
