"""One running site for all tests here; each test brings its own people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.site import Site, running_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def alice(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "alice") as alice:
        yield alice


@pytest.fixture
def bob(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "bob") as bob:
        yield bob
