"""One site for all faults: each test gets it whole, and leaves it as broken as it likes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.site import Site, running_site


@pytest.fixture(scope="session")
def broken_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("faults")) as running:
        yield running


@pytest.fixture
def site(broken_site: Site) -> Iterator[Site]:
    yield broken_site
    broken_site.mend()


@pytest.fixture
def alice(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "alice") as alice:
        yield alice
