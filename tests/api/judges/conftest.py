"""Clients that others wrote, against a site with the bundled model; and where it must go wrong on
purpose, against one with scripted replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest

from tests.support.people import Person
from tests.support.program import Program
from tests.support.site import Site

collect_ignore = ["foreign"]  # runs in an environment of its own, see test_foreign_judges.py

AllPlacesTaken = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def busy_program(site: Site) -> Iterator[Program]:
    """Of somebody whose places can be taken without harm to other tests."""
    with Person.signed_up(site, "charlie") as charlie, Program.of(charlie) as program:
        yield program


@pytest.fixture
def all_places_taken(busy_program: Program) -> AllPlacesTaken:
    @contextmanager
    def taken() -> Iterator[None]:
        with ExitStack() as running:
            for _ in range(int(busy_program.site.environment["MAX_REQUESTS_PER_USER"])):
                running.enter_context(busy_program.asking("!rate 5\n!tokens 1000"))
            yield

    return taken
