"""Tools that cannot be are refused in words that say what would be right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inference.contract import Tool
from inference.exceptions import InvalidRequest
from inference.tool_rules import check_tools
from tests.inference.support.requests import ask

CLOCK = Tool(name="clock", parameters={"type": "object"})


def test_ordinary_tools_are_taken() -> None:
    tools = (CLOCK, Tool(name="get.weather_2-b"))
    check_tools(replace(ask("Hi"), tools=tools))
    check_tools(replace(ask("Hi"), tools=tools, tool_choice="named", tool_name="clock"))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"tools": (CLOCK, CLOCK)}, "Two tools are called clock"),
        ({"tools": (Tool(name=""),)}, "names are 1 to 64"),
        ({"tools": (Tool(name="a b"),)}, "names are 1 to 64"),
        ({"tools": (Tool(name="ä"),)}, "names are 1 to 64"),
        ({"tools": (Tool(name="x" * 65),)}, "names are 1 to 64"),
        ({"tools": (Tool(name="x", parameters={"type": "array"}),)}, "schema of an object"),
        ({"tools": (Tool(name="x", parameters=[]),)}, "schema of an object"),  # type: ignore[arg-type]
        ({"tools": tuple(Tool(name=f"x{i}") for i in range(65))}, "65 tools; 64 are allowed"),
        ({"tools": (CLOCK,), "tool_choice": "named", "tool_name": "dice"}, "no tool called dice"),
        ({"tool_choice": "required"}, "there is none"),
    ],
)
def test_tools_that_cannot_be_are_refused(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        check_tools(replace(ask("Hi"), **wrong))
