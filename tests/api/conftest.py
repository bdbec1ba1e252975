"""One running site with scripted replies for all tests here, and programs with keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.program import Program
from tests.support.site import Site, running_site


@pytest.fixture(scope="session")
def site(shared_site: Site) -> Site:
    return shared_site


@pytest.fixture(scope="module")
def alice(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "alice") as alice:
        yield alice


@pytest.fixture(scope="module")
def bob(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "bob") as bob:
        yield bob


@pytest.fixture(scope="module")
def program(alice: Person) -> Iterator[Program]:
    """Alice's."""
    with Program.of(alice) as program:
        yield program


@pytest.fixture(scope="module")
def bobs_program(bob: Person) -> Iterator[Program]:
    with Program.of(bob) as program:
        yield program


@pytest.fixture(scope="session")
def pocket_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Of somebody at a site with the bundled model behind it: real tokens."""
    environment = {"INFERENCE_BACKEND": "transformers", "CHAT_MODEL": "pocket"}
    with (
        running_site(tmp_path_factory.mktemp("pocket"), environment) as site,
        Person.signed_up(site, "alice") as alice,
        Program.of(alice) as program,
    ):
        yield program
