"""Tests of the site that all share; each test brings its own people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.site import Site


@pytest.fixture(scope="session")
def site(shared_site: Site) -> Site:
    return shared_site


@pytest.fixture
def alice(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "alice") as alice:
        yield alice


@pytest.fixture
def bob(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "bob") as bob:
        yield bob
