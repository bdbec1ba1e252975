"""Which form each route tells its generations in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chat.api.answering import Form
from chat.api.anthropic import message_call
from chat.api.anthropic.message_form import MessageForm
from chat.api.openai import chat_call, completion_call, response_call
from chat.api.openai.chat_form import ChatForm
from chat.api.openai.completion_form import CompletionForm
from chat.api.openai.response_form import ResponseForm
from chat.api.tgi import generate_call
from chat.api.tgi.generate_form import GenerateForm
from chat.models import ApiGeneration

FORMS: Mapping[str, Callable[[ApiGeneration], Form]] = {
    chat_call.ROUTE: ChatForm,
    completion_call.ROUTE: CompletionForm,
    message_call.ROUTE: MessageForm,
    response_call.ROUTE: ResponseForm,
    generate_call.ROUTE: GenerateForm,
}


def make_form(generation: ApiGeneration) -> Form:
    return FORMS[generation.route](generation)
