"""The chat template tells how its model writes calls and thoughts."""

from __future__ import annotations

import pytest

from inference.backends.transformers.parsing import (
    HERMES,
    LLAMA_3,
    MISTRAL,
    MISTRAL_NAMED,
    ToolFormat,
    choose_reasoning,
    choose_tool_format,
)

# The words by which real templates are known.
QWEN = (
    "within <tool_call></tool_call> XML tags:\\n<tool_call>\\n"
    '{\\"name\\": <function-name>, \\"arguments\\": <args-json-object>}\\n</tool_call>'
)
LLAMA_31 = "{{- '<|python_tag|>' + tool_call.name + '.call(' }}"
LLAMA_32 = '{"name": function name, "parameters": dictionary of argument name and its value}'


@pytest.mark.parametrize(
    ("template", "tool_format"),
    [
        (QWEN, HERMES),
        (LLAMA_31, LLAMA_3),
        (LLAMA_32, LLAMA_3),
        ('{{- "[TOOL_CALLS][" }}', MISTRAL),
        ('{{- "[TOOL_CALLS]" + name + "[ARGS]" + arguments }}', MISTRAL_NAMED),
        ("<tool_call>\n<function=example>\n<parameter=x>", None),
        ("<tool_call>{function-name}\n<arg_key>", None),
        ("{{ message.content }}", None),
    ],
)
def test_a_template_tells_how_its_model_calls_tools(
    template: str, tool_format: ToolFormat | None
) -> None:
    assert choose_tool_format("auto", template) == tool_format


def test_the_setting_is_stronger_than_the_template() -> None:
    assert choose_tool_format("hermes", LLAMA_31) == HERMES
    assert choose_tool_format("llama3", QWEN) == LLAMA_3
    assert choose_tool_format("mistral", "") == MISTRAL
    assert choose_tool_format("none", QWEN) is None


def test_thoughts_are_known_by_the_template_or_by_the_vocabulary() -> None:
    for markers in (
        choose_reasoning("auto", "{{ content.split('</think>')[-1] }}", {}),
        choose_reasoning("auto", "", {"<think>": 7, "</think>": 8}),
    ):
        assert markers is not None
        assert (markers.opening, markers.closing) == ("<think>", "</think>")
    assert choose_reasoning("auto", "{{ content }}", {"hello": 1}) is None


def test_the_markers_of_thoughts_can_be_set() -> None:
    markers = choose_reasoning("<muse>, </muse>", "<think></think>", {})
    assert markers is not None
    assert (markers.opening, markers.closing) == ("<muse>", "</muse>")
    assert choose_reasoning("none", "<think></think>", {}) is None
