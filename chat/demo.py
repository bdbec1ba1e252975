"""/demo/streaming: one question asked twice at once, answered whole and as a stream, side by side.

What the page fetches is what /v1/chat/completions tells programs, for people without a key.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from chat.api.answering import gather, stream
from chat.api.gathering import Gathered
from chat.api.openai.chat_call import to_call
from chat.api.openai.chat_form import ChatForm, chat_completion
from chat.api.openai.chat_request import ChatRequest, StreamOptions
from chat.api.openai.messages import UserMessage
from chat.api.problems import ApiError, InvalidCall
from chat.api.running import Call, begin
from chat.api.site import tell
from chat.exceptions import TextRefused
from chat.models import ApiGeneration
from chat.texts import MESSAGE_CHARACTERS, check_text
from chat.views import SignedInRequest, signed_in
from inference.client import default_model

MOST_TOKENS = 500  # both sides wait for them; the difference shows long before


@require_safe
@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    context = {"model": default_model(), "most_characters": MESSAGE_CHARACTERS}
    return render(request, "chat/demo.html", context)


@require_POST
@login_required
async def answer(request: HttpRequest) -> HttpResponseBase:
    """`prompt` in the form; with `stream` as server-sent events. Who goes away cancels."""
    user = await request.auser()
    assert isinstance(user, User)
    try:
        call = _call(user, request.POST.get("prompt", ""), is_streamed="stream" in request.POST)
        return await _told(await begin(request.session, call), request.session)
    except ApiError as error:
        return tell(request, error)


def _call(user: User, prompt: str, *, is_streamed: bool) -> Call:
    """Of both sides the same: the likeliest token each time, so that only the telling differs."""
    try:
        check_text(prompt)
    except TextRefused as error:
        raise InvalidCall(str(error), param="prompt") from error
    body = ChatRequest(
        model="",
        messages=[UserMessage(role="user", content=prompt)],
        temperature=0,
        max_completion_tokens=MOST_TOKENS,
        stream=is_streamed,
        stream_options=StreamOptions(include_usage=True) if is_streamed else None,
    )
    return to_call(body, owner_id=user.pk)


async def _told(generation: ApiGeneration, session: SessionBase) -> HttpResponseBase:
    if generation.is_streamed:
        return await stream(generation, ChatForm(generation), key=session)
    gathered = await gather(generation, Gathered.of(generation.form), key=session)
    return JsonResponse(chat_completion(generation, gathered))
