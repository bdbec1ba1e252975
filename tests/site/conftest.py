"""One running site for all tests here; each test brings its own people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import Person
from tests.support.site import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(Path(tmp_path_factory.mktemp("site")))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def alice(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "alice") as alice:
        yield alice


@pytest.fixture
def bob(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "bob") as bob:
        yield bob
