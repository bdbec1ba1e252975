"""Which form each route tells its generations in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chat.api.answering import Form
from chat.api.openai import chat_call
from chat.api.openai.chat_form import ChatForm
from chat.models import ApiGeneration

FORMS: Mapping[str, Callable[[ApiGeneration], Form]] = {chat_call.ROUTE: ChatForm}


def make_form(generation: ApiGeneration) -> Form:
    return FORMS[generation.route](generation)
