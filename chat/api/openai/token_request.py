"""What /tokenize and /detokenize take: vLLM's names. docs/api.md tells what each means here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chat.api.openai.chat_request import FunctionTool, TemplateOptions
from chat.api.openai.messages import ChatMessage
from chat.api.requests import Strict


class TokenizeRequest(Strict):
    """prompt or messages."""

    model: str = ""
    prompt: str | None = None
    messages: Annotated[list[ChatMessage], Field(min_length=1)] | None = None
    add_special_tokens: bool | None = None
    return_token_strs: bool | None = None

    # of messages
    add_generation_prompt: bool | None = None
    continue_final_message: bool = False
    tools: list[FunctionTool] | None = None
    chat_template_kwargs: TemplateOptions | None = None


class DetokenizeRequest(Strict):
    model: str = ""
    tokens: list[int]
