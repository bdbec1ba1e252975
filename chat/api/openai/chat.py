"""POST /v1/chat/completions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from ninja import Body, Router

from chat.api.answering import answer
from chat.api.auth import Caller, KeyAuth
from chat.api.openai.chat_call import to_call
from chat.api.openai.chat_form import ChatForm, chat_completion
from chat.api.openai.chat_request import ChatRequest
from chat.api.running import begin

router = Router(tags=["OpenAI"], auth=KeyAuth("generate"))


@router.post("/chat/completions", summary="Answer a conversation")
async def create_chat_completion(
    request: Caller, body: Body[ChatRequest]
) -> HttpResponseBase | dict[str, Any]:
    """With `stream` as server-sent events. Closing the connection cancels, unless `background`."""
    key = request.auth
    generation = await begin(key, to_call(body, owner_id=key.owner_id))
    return await answer(generation, key=key, form=ChatForm, whole=chat_completion)
