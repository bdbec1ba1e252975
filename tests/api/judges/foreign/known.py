"""What these judges ask and cannot get, by name, with the reason; each must fail, or come off the
list."""

from __future__ import annotations

TOO_SMALL = "pocket, with its 3 million parameters, "
KNOWN = {
    "test_tool_calling": TOO_SMALL + "calls the tool with other numbers than it was told",
    "test_tool_calling_async": TOO_SMALL + "calls the tool with other numbers than it was told",
    "test_tool_calling_with_no_arguments": TOO_SMALL + "gives arguments to a tool without any",
    "test_structured_output_pydantic_2_v1": TOO_SMALL + "adds fields that the schema leaves open",
    "test_json_mode": TOO_SMALL + "writes JSON, but not with the keys that a text asks for",
    "test_agent_loop": TOO_SMALL + "does not see that the weather is what a tool is for",
    "test_unicode_tool_call_integration": TOO_SMALL + "knows no Chinese",
    "test_a_chat_is_streamed": (
        "text-generation 0.7.0 wants `role` and `tool_calls` in every chunk, as TGI did once"
        "; openai's clients would join the roles to `assistantassistant…`"
    ),
}
