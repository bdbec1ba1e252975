"""A web process without workers, for all tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.site import Site


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("web"))
    try:
        site.start_web_alone()
        yield site
    finally:
        site.stop()


@pytest.fixture
def alice(web: Site) -> Iterator[Person]:
    with Person.signed_up(web, "alice") as alice:
        yield alice
