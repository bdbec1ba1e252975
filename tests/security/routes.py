"""Every address of the site, from the URLconf itself: what is not in it cannot be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
REGEX_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """path: with `{parameter}` where an address has a value. names: one page may have several."""

    path: str
    names: tuple[str, ...]
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return self.path

    def filled(self, values: dict[str, Any]) -> str:
        return self.path.format(**values)


def all_routes() -> list[Route]:
    """In the order in which Django looks; each address once."""
    found: dict[str, Route] = {}
    for raw, name in _walk(get_resolver().url_patterns):
        path = "/" + _readable(raw)
        before = found.get(path)
        names = (*(before.names if before else ()), name)
        parameters = tuple(re.findall(r"{(\w+)}", path))
        found[path] = Route(path, names, parameters)
    return list(found.values())


def _walk(
    patterns: list[URLPattern | URLResolver], before: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    for one in patterns:
        raw = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = namespace + (f"{one.namespace}:" if one.namespace else "")
            yield from _walk(one.url_patterns, raw, inner)
        else:
            yield raw, namespace + (one.name or "")


def _readable(raw: str) -> str:
    path = PARAMETER.sub(r"{\1}", REGEX_GROUP.sub(r"{\1}", raw))
    return path.replace("^", "").replace("$", "").replace(r"\Z", "")
