"""How much the browser has to load, as docs/decisions/0004-static-files.md limits it."""

from __future__ import annotations

import pytest

from deploy.browser_files import sizes
from deploy.browser_files.building import ROOT, build

# Bytes as they are sent, summed over files.
LIMITS = {
    "all_scripts": 60_000,
    "first_scripts": 25_000,
    "styles": 20_000,
    "staff_scripts": 5_000,
}


@pytest.mark.parametrize(("what", "limit"), LIMITS.items())
def test_the_files_stay_small(what: str, limit: int) -> None:
    build(ROOT)
    reached = {name: getattr(sizes, name)() for name in LIMITS}
    assert 0 < reached[what] < limit, f"{what} may have {limit:,} bytes: {reached}"
