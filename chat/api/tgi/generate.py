"""POST /generate, /generate_stream, and / for clients that know no route."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from ninja import Body, Router

from chat.api.answering import gather, stream
from chat.api.auth import Caller, KeyAuth
from chat.api.gathering import Gathered
from chat.api.running import begin
from chat.api.tgi.generate_call import to_call
from chat.api.tgi.generate_form import GenerateForm, generated
from chat.api.tgi.generate_request import GenerateRequest

router = Router(tags=["TGI"], auth=KeyAuth("generate"))


@router.post("/generate", summary="Continue a text")
async def generate(request: Caller, body: Body[GenerateRequest]) -> dict[str, Any]:
    """The prompt is taken as it is, without the model's chat template."""
    return await _whole(request, body)


@router.post("/generate_stream", summary="Continue a text, token by token")
async def generate_stream(request: Caller, body: Body[GenerateRequest]) -> HttpResponseBase:
    return await _stream(request, body)


@router.post("/generate_compat", include_in_schema=False)
async def generate_compat(
    request: Caller, body: Body[GenerateRequest]
) -> HttpResponseBase | list[dict[str, Any]]:
    """What huggingface_hub posts to the address of the site itself; see chatsite.urls."""
    return await _stream(request, body) if body.stream else [await _whole(request, body)]


async def _whole(request: Caller, body: GenerateRequest) -> dict[str, Any]:
    key = request.auth
    generation = await begin(key, await to_call(body, key=key, is_streamed=False))
    gathered = await gather(generation, Gathered.of(generation.form), key=key)
    prompt = body.inputs if body.parameters.return_full_text else ""
    return generated(generation, gathered, prompt)


async def _stream(request: Caller, body: GenerateRequest) -> HttpResponseBase:
    key = request.auth
    generation = await begin(key, await to_call(body, key=key, is_streamed=True))
    return await stream(generation, GenerateForm(generation), key=key)
