"""langchain-openai, held to what LangChain's own standard tests ask of every chat model."""

from __future__ import annotations

import os
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from langchain_tests.integration_tests import ChatModelIntegrationTests


class TestChatOpenAI(ChatModelIntegrationTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ChatOpenAI

    @property
    def chat_model_params(self) -> dict[str, Any]:
        site = os.environ["SITE"]
        return {"model": "pocket", "base_url": f"{site}/v1", "api_key": os.environ["KEY"]}

    @property
    def supports_json_mode(self) -> bool:
        return True
