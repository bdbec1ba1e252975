"""/temporary/: a chat that is in its page alone. Every turn is sent with all turns before it, and
nothing of them is kept: of each reply there is an ApiGeneration with counts and times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from accounts.models import User
from chat.api.answering import stream
from chat.api.openai.chat_call import to_call
from chat.api.openai.chat_form import ChatForm
from chat.api.openai.chat_request import ChatRequest, StreamOptions
from chat.api.openai.messages import AssistantMessage, SystemMessage, UserMessage
from chat.api.problems import ApiError, InvalidCall
from chat.api.running import Call, begin
from chat.api.site import tell
from chat.copies import Node, Plan, copy_id, plant
from chat.database import in_database
from chat.exceptions import TextRefused
from chat.texts import check_text, title_from
from chat.views import SignedInRequest, chat_page, signed_in
from inference.client import default_model
from inference.contract import Sampling

ROUTE = "temporary"
MOST_TURNS = 2_000


class Turn(BaseModel):
    """One turn as its page has it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    role: Literal["user", "assistant"]
    content: str
    reasoning: str = ""


Turns = TypeAdapter(Annotated[list[Turn], Field(min_length=1, max_length=MOST_TURNS)])


@require_safe
@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    shown = {"conversation": None, "snapshot": None, "model": default_model()}
    return chat_page(request, **shown, is_temporary=True)


@require_POST
@login_required
async def answer(request: HttpRequest) -> HttpResponseBase:
    """`messages` in the form, as JSON; the reply to the last of them as server-sent events. Who
    goes away cancels it."""
    user = await request.auser()
    assert isinstance(user, User)
    try:
        call = _call(user, _turns(request))
        generation = await begin(request.session, call)
        return await stream(generation, ChatForm(generation), key=request.session)
    except ApiError as error:
        return tell(request, error)


@require_POST
@login_required
async def save(request: HttpRequest) -> HttpResponseBase:
    """`messages` and `form` in the form: a conversation like any other from now on. The same form
    twice is one."""
    user = await request.auser()
    assert isinstance(user, User)
    try:
        turns = _turns(request)
        form_id = UUID(request.POST.get("form", ""))
    except ApiError as error:
        return tell(request, error)
    except ValueError:
        return tell(request, InvalidCall("form is not an id.", param="form"))
    conversation_id = copy_id(user, ROUTE, str(form_id))
    planted = partial(plant, _plan(turns), owner=user, conversation_id=conversation_id)
    conversation, _ = await in_database(planted)
    return JsonResponse({"url": conversation.get_absolute_url()})


def _turns(request: HttpRequest) -> Sequence[Turn]:
    """Raises InvalidCall."""
    try:
        turns = Turns.validate_json(request.POST.get("messages", ""))
        for turn in turns:
            if turn.role == "user":
                check_text(turn.content)
    except ValidationError as error:
        told = error.errors()[0]["msg"]
        raise InvalidCall(f"messages: {told}", param="messages") from error
    except TextRefused as error:
        raise InvalidCall(str(error), param="messages") from error
    return turns


def _call(user: User, turns: Sequence[Turn]) -> Call:
    """As a reply of the page is asked for: with the site's prompt and sampling."""
    system = [SystemMessage(role="system", content=settings.SYSTEM_PROMPT)]
    said = [
        UserMessage(role="user", content=one.content)
        if one.role == "user"
        else AssistantMessage(role="assistant", content=one.content)
        for one in turns
        if one.content.strip()
    ]
    body = ChatRequest(
        model="",
        messages=[*(system if settings.SYSTEM_PROMPT else []), *said],
        stream=True,
        stream_options=StreamOptions(include_usage=True),
    )
    call = to_call(body, owner_id=user.pk)
    sampling = Sampling.from_json(settings.REPLY_SAMPLING)
    return replace(call, route=ROUTE, request=replace(call.request, sampling=sampling))


def _plan(turns: Sequence[Turn]) -> Plan:
    now = timezone.now()
    begun = now - timedelta(microseconds=len(turns))
    nodes = [
        Node(
            key=str(place),
            parent=str(place - 1) if place else None,
            role=turn.role,
            text=turn.content,
            reasoning=turn.reasoning,
            created_at=begun + timedelta(microseconds=place),
            is_own=turn.role == "user",
        )
        for place, turn in enumerate(turns)
    ]
    return Plan(title=title_from(turns[0].content), nodes=nodes)
