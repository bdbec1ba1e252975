"""langchain-openai, held to what LangChain's own standard tests ask of every chat model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from langchain_tests.integration_tests import ChatModelIntegrationTests
from tokenizers import Tokenizer

TOKENIZER = Path(__file__).parents[4] / "inference" / "pocket" / "model" / "tokenizer.json"
# In the middle of JSON the small model would go on with a text of its own until it is cut off.
QUOTATION_MARKS = {
    token_id: 3
    for token, token_id in Tokenizer.from_file(str(TOKENIZER)).get_vocab().items()
    if '"' in token
}


class TestChatOpenAI(ChatModelIntegrationTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ChatOpenAI

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {
            "model": "default",
            "base_url": os.environ["SITE"] + "/v1",
            "api_key": os.environ["KEY"],
            "temperature": 0,
            "logit_bias": QUOTATION_MARKS,
            "max_tokens": 300,
            "stream_usage": True,  # which it leaves out at other addresses than OpenAI's
        }

    @property
    def model_override_value(self) -> str:
        return "pocket"

    @property
    def supports_json_mode(self) -> bool:
        return True
