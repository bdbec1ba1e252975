"""POST /v1/completions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponseBase
from ninja import Body, Router

from accounts.models import ApiKey
from chat.api.answering import answer
from chat.api.auth import Caller, KeyAuth
from chat.api.openai.completion_call import to_call, to_prompt
from chat.api.openai.completion_form import CompletionForm, completion
from chat.api.openai.completion_request import CompletionRequest
from chat.api.problems import from_inference
from chat.api.requests import to_model
from chat.api.running import begin
from chat.api.teams import model_of_team
from inference.client import adetokenize
from inference.exceptions import InferenceError

router = Router(tags=["OpenAI"], auth=KeyAuth("generate"))


@router.post("/completions", summary="Continue a text, as OpenAI's older API does")
async def create_completion(
    request: Caller, body: Body[CompletionRequest]
) -> HttpResponseBase | dict[str, Any]:
    """The prompt is taken as it is, without the model's chat template. With `stream` as server-sent
    events. Closing the connection cancels, unless `background`."""
    key = request.auth
    call = to_call(body, owner_id=key.owner_id)
    echo = await _text_of_prompt(body, key) if body.echo else ""
    generation = await begin(key, call)
    form, whole = partial(CompletionForm, echo=echo), partial(completion, echo=echo)
    return await answer(generation, key=key, form=form, whole=whole)


async def _text_of_prompt(body: CompletionRequest, key: ApiKey) -> str:
    prompt = to_prompt(body)
    if isinstance(prompt, str):
        return prompt
    try:
        model = model_of_team(key.team, to_model(body.model))
        return await adetokenize(model, prompt)
    except InferenceError as error:
        raise from_inference(error) from error
