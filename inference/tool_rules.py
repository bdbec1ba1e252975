"""Which tools a request may bring. Knows no model."""

from __future__ import annotations

import re

from inference.contract import GenerationRequest
from inference.exceptions import InvalidRequest

MOST_TOOLS = 64
NAME = re.compile(r"[a-zA-Z0-9_.-]{1,64}")


def check_tools(request: GenerationRequest) -> None:
    """Raises InvalidRequest."""
    names = [tool.name for tool in request.tools]
    if len(names) > MOST_TOOLS:
        raise InvalidRequest(
            f"There are {len(names)} tools; {MOST_TOOLS} are allowed.", field="tools"
        )
    for tool in request.tools:
        if not NAME.fullmatch(tool.name):
            raise InvalidRequest(
                f"A tool cannot be called {tool.name!r}: names are 1 to 64 letters, digits, "
                "_, -, .",
                field="tools",
            )
        schema = tool.parameters
        if not isinstance(schema, dict) or schema.get("type", "object") != "object":
            raise InvalidRequest(
                f"The parameters of the tool {tool.name} must be a JSON schema of an object.",
                field="tools",
            )
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidRequest(f"Two tools are called {twice}.", field="tools")
    if request.tool_choice == "named" and request.tool_name not in names:
        raise InvalidRequest(f"There is no tool called {request.tool_name}.", field="tool_choice")
    if request.tool_choice == "required" and not names:
        raise InvalidRequest("A tool must be called, and there is none.", field="tool_choice")
