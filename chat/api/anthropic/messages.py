"""POST /v1/messages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from ninja import Body, Router

from chat.api.answering import gather, stream
from chat.api.anthropic.message_call import to_call
from chat.api.anthropic.message_form import MessageForm, message
from chat.api.anthropic.message_request import MessageRequest
from chat.api.auth import Caller, KeyAuth
from chat.api.gathering import Gathered
from chat.api.running import begin

router = Router(tags=["Anthropic"], auth=KeyAuth("generate"))


@router.post("/messages", summary="Answer a conversation, as Anthropic's API does")
async def create_message(
    request: Caller, body: Body[MessageRequest]
) -> HttpResponseBase | dict[str, Any]:
    """With `stream` as server-sent events. Closing the connection cancels."""
    key = request.auth
    generation = await begin(key, to_call(body, owner_id=key.owner_id))
    if generation.is_streamed:
        return await stream(generation, MessageForm(generation), key=key)
    gathered = await gather(generation, Gathered.of(generation.form), key=key)
    return message(generation, gathered)
