"""Bringing a file as a page does, and reading it as the web worker does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.importing import service
from chat.models import Import

Bring = Callable[..., Import]


@pytest.fixture
def bring(alice: User) -> Bring:
    def bring(content: Any, *, owner: User = alice) -> Import:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        found = service.begin(owner, "file.json")
        for number, start in enumerate(range(0, len(data), service.PART_BYTES)):
            part = data[start : start + service.PART_BYTES]
            service.add_part(owner, found.pk, number, part)
        service.finish(owner, found.pk)
        service.run(found.pk)
        found.refresh_from_db()
        return found

    return bring
