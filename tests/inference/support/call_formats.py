"""The formats of tool calls, as parameters of tests."""

from __future__ import annotations

import pytest

from inference.backends.transformers.parsing import HERMES, LLAMA_3, MISTRAL, MISTRAL_NAMED

NAMES = ("clock", "dice", "get.weather-2")
FORMATS = {
    "Hermes": HERMES,
    "Llama 3": LLAMA_3,
    "Mistral": MISTRAL,
    "Mistral named": MISTRAL_NAMED,
}
every_format = pytest.mark.parametrize("tool_format", FORMATS.values(), ids=FORMATS)
