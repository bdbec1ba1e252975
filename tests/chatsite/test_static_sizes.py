"""How much the browser has to load, as docs/decisions/0004-static-files.md limits it."""

from __future__ import annotations

import pytest

from deploy.browser_files import sizes
from deploy.browser_files.building import ROOT, build

LIMITS = {"all_scripts": 60_000, "first_scripts": 25_000, "styles": 20_000}  # bytes, gzip level 9


@pytest.mark.parametrize(("what", "limit"), LIMITS.items())
def test_the_files_stay_small(what: str, limit: int) -> None:
    build(ROOT)
    size = getattr(sizes, what)()
    assert 0 < size < limit, f"{what}: {size:,} of {limit:,} bytes"
