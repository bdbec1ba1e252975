"""One site for all faults: each test gets it whole, and leaves it as broken as it likes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.site import Site, running_site

PARTS = ("web", "web-worker", "gpu-worker")


@pytest.fixture(scope="session")
def broken_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("faults")) as running:
        yield running


@pytest.fixture
def site(broken_site: Site) -> Iterator[Site]:
    yield broken_site
    try:
        broken_site.mend()
    except AssertionError as error:  # the fault of this test, and of none that comes after it
        said = "\n".join(f"{name}: {broken_site.log(name)[-3000:]}" for name in PARTS)
        broken_site.stop()
        broken_site.start()
        raise AssertionError(f"{error}\n{said}") from error


@pytest.fixture
def alice(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "alice") as alice:
        yield alice
