"""From the tokens of a reply to its parts: text, reasoning, tool calls."""

from inference.backends.transformers.parsing.formats import (
    HERMES,
    LLAMA_3,
    MISTRAL,
    MISTRAL_NAMED,
    ReasoningMarkers,
    Thoughts,
    ToolFormat,
    choose_reasoning,
    choose_tool_format,
)
from inference.backends.transformers.parsing.reply_parts import ReplyParsing, ReplyParts

__all__ = [
    "HERMES",
    "LLAMA_3",
    "MISTRAL",
    "MISTRAL_NAMED",
    "ReasoningMarkers",
    "ReplyParsing",
    "ReplyParts",
    "Thoughts",
    "ToolFormat",
    "choose_reasoning",
    "choose_tool_format",
]
