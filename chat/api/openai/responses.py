"""/v1/responses: asked for, looked at, gone on with, cancelled."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from ninja import Body, Query, Router

from chat.api import answering
from chat.api.auth import Caller, KeyAuth
from chat.api.gathering import Gathered
from chat.api.openai.response_call import ROUTE, repeated, to_call
from chat.api.openai.response_form import ResponseForm
from chat.api.openai.response_object import response
from chat.api.openai.response_request import ResponseRequest
from chat.api.problems import InvalidCall
from chat.api.running import begin, cancel, find, read_so_far, read_to_end, reopen

router = Router(tags=["OpenAI"])


@router.post("/responses", auth=KeyAuth("generate"), summary="Answer, as OpenAI's Responses do")
async def create_response(
    request: Caller, body: Body[ResponseRequest]
) -> HttpResponseBase | dict[str, Any]:
    """With `stream` as server-sent events. Closing the connection cancels, unless `background`:
    that answers at once where it does not stream."""
    key, told = request.auth, repeated(body)
    generation = await begin(key, to_call(body, owner_id=key.owner_id))
    if generation.is_streamed:
        form = ResponseForm(generation, told)
        return await answering.stream(generation, form, key=key)
    gathered = Gathered.of(generation.form)
    if not generation.is_background:
        await answering.gather(generation, gathered, key=key)
    return response(generation, gathered, told)


@router.get("/responses/{response_id}", auth=KeyAuth("read"), summary="How one stands")
async def get_response(
    request: Caller,
    response_id: str,
    stream: Query[bool] = False,
    starting_after: Query[int | None] = None,
) -> HttpResponseBase | dict[str, Any]:
    """As far as it came; with `stream` what comes after the event `starting_after`. Until ten
    minutes after its end."""
    generation = await find(request.auth, response_id, route=ROUTE)
    if stream:
        form = ResponseForm(generation, after=-1 if starting_after is None else starting_after)
        generation = await reopen(generation)
        return await answering.stream(generation, form, key=request.auth)
    if starting_after is not None:
        raise InvalidCall("starting_after is only for streams.", param="starting_after")
    return response(generation, await read_so_far(generation))


@router.post("/responses/{response_id}/cancel", auth=KeyAuth("generate"), summary="Cancel one")
async def cancel_response(request: Caller, response_id: str) -> dict[str, Any]:
    """One that has ended stays as it is."""
    generation = await find(request.auth, response_id, route=ROUTE)
    if not generation.is_active:
        return response(generation, await read_so_far(generation))
    await cancel(generation)
    return response(generation, await read_to_end(generation))
