"""POST /v1/messages, and what it would cost."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from ninja import Body, Router

from chat.api.answering import answer
from chat.api.anthropic.message_call import to_call, to_question
from chat.api.anthropic.message_form import MessageForm, message
from chat.api.anthropic.message_request import MessageRequest, PromptRequest
from chat.api.auth import Caller, KeyAuth
from chat.api.problems import from_inference
from chat.api.requests import to_model
from chat.api.running import begin
from chat.api.teams import model_of_team
from inference.client import atokenize
from inference.exceptions import InferenceError

router = Router(tags=["Anthropic"], auth=KeyAuth("generate"))


@router.post("/messages", summary="Answer a conversation, as Anthropic's API does")
async def create_message(
    request: Caller, body: Body[MessageRequest]
) -> HttpResponseBase | dict[str, Any]:
    """With `stream` as server-sent events. Closing the connection cancels, unless `background`."""
    key = request.auth
    generation = await begin(key, to_call(body, owner_id=key.owner_id))
    return await answer(generation, key=key, form=MessageForm, whole=message)


@router.post(
    "/messages/count_tokens",
    auth=KeyAuth("models"),
    summary="Count the tokens of a conversation",
)
async def count_tokens(request: Caller, body: Body[PromptRequest]) -> dict[str, int]:
    """As the model would read it, with tools and its template; nothing is generated."""
    try:
        tokens = await atokenize(
            model_of_team(request.auth.team, to_model(body.model)), to_question(body)
        )
    except InferenceError as error:
        raise from_inference(error) from error
    return {"input_tokens": len(tokens.ids)}
