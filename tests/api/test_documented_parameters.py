"""docs/api.md names each parameter that a route takes, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from chat.api.anthropic.message_request import MessageRequest
from chat.api.openai.chat_request import ChatRequest
from chat.api.openai.completion_request import CompletionRequest
from chat.api.openai.response_request import ResponseRequest
from chat.api.openai.token_request import DetokenizeRequest, TokenizeRequest
from chat.api.tgi.generate_request import GenerateRequest, Parameters

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
ROUTES: dict[str, tuple[type[BaseModel], ...]] = {
    "/v1/chat/completions": (ChatRequest,),
    "/v1/completions": (CompletionRequest,),
    "/v1/responses": (ResponseRequest,),
    "/v1/messages": (MessageRequest,),
    "/tokenize": (TokenizeRequest,),
    "/detokenize": (DetokenizeRequest,),
    "/generate": (GenerateRequest, Parameters),
}
INSIDE = {"parameters"}  # what only holds others


@pytest.mark.parametrize("route", ROUTES)
def test_the_table_of_a_route_names_its_parameters(route: str) -> None:
    fields = [one for schema in ROUTES[route] for one in schema.model_fields.items()]
    names = {field.alias or name for name, field in fields} - INSIDE
    assert _documented(route) == sorted(names)


def _documented(route: str) -> list[str]:
    chapter = PAGE.read_text().split(f"\n## `{route}`\n")[1].split("\n## ")[0]
    return sorted(re.findall(r"^\| `(\w+)` \|", chapter, re.MULTILINE))
