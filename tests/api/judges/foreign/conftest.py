"""These run in .venv-judges, started by test_foreign_judges.py, and know nothing of our code."""

from __future__ import annotations

import pytest
from known import KNOWN


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        reason = KNOWN.get(item.name.partition("[")[0])
        if reason is not None:
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
