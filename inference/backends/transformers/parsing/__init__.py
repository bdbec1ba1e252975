"""From the tokens of a reply to its parts: text, reasoning, tool calls."""

from inference.backends.transformers.parsing.formats import (
    HERMES,
    LLAMA_3,
    MISTRAL,
    MISTRAL_NAMED,
    ReasoningMarkers,
    ToolFormat,
    choose_reasoning,
    choose_tool_format,
)

__all__ = [
    "HERMES",
    "LLAMA_3",
    "MISTRAL",
    "MISTRAL_NAMED",
    "ReasoningMarkers",
    "ToolFormat",
    "choose_reasoning",
    "choose_tool_format",
]
