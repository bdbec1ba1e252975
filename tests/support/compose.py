"""deploy/compose.yaml as its reader sees it: anchors merged, variables filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[2] / "deploy" / "compose.yaml"
VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:-|:\?)([^}]*))?\})")


def read_compose(variables: Mapping[str, str]) -> dict[str, Any]:
    """Raises KeyError for a variable that must be given and is not."""
    loaded: dict[str, Any] = filled_in(yaml.safe_load(FILE.read_text()), variables)
    return loaded


def filled_in(value: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: filled_in(one, variables) for key, one in value.items()}
    if isinstance(value, list):
        return [filled_in(one, variables) for one in value]
    if isinstance(value, str):
        return VARIABLE.sub(lambda found: _value(found, variables), value)
    return value


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    dollar, name, kind, default = found.groups()
    if dollar:
        return "$"
    if variables.get(name):
        return variables[name]
    if kind == ":-":
        return str(default)
    raise KeyError(f"{name}: {default}")
