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
        Person.signed_up(site, "charlie", exactly=True).http.close()  # the administrator
        yield site
    finally:
        site.stop()


@pytest.fixture
def charlie(web: Site) -> Iterator[Person]:
    with Person.signed_in(web, "charlie") as charlie:
        yield charlie


@pytest.fixture(scope="session")
def hasty(web: Site) -> Iterator[Site]:
    """Another one, which waits for a second where the real one waits for half a minute."""
    with web.another_web("tests.support.hasty_web") as hasty:
        yield hasty


@pytest.fixture
def alice(web: Site) -> Iterator[Person]:
    with Person.signed_up(web, "alice") as alice:
        yield alice
