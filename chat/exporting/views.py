"""Downloads: one conversation, or all that an account owns. Translates."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.models import User
from chat import selectors
from chat.database import in_database
from chat.exceptions import NotFound
from chat.exporting.files import account_json, conversation_json, conversation_markdown
from chat.exporting.names import file_name

FORMATS = {
    "md": (conversation_markdown, "text/markdown; charset=utf-8"),
    "json": (conversation_json, "application/json"),
}
PIECE_CHARACTERS = 64 * 1024  # smaller ones are sent together: each costs a turn of a thread


@require_safe
@login_required
async def conversation(
    request: HttpRequest, conversation_id: UUID, form: str
) -> StreamingHttpResponse:
    user = await _user(request)
    try:
        get = partial(selectors.get_conversation, user, conversation_id)
        found = await in_database(get)
    except NotFound as error:
        raise Http404(str(error)) from None
    write, content_type = FORMATS[form]
    return _download(write(found, user), file_name(found.title, form), content_type)


@require_safe
@login_required
async def account(request: HttpRequest) -> StreamingHttpResponse:
    user = await _user(request)
    name = file_name(f"{user.username} {timezone.localdate():%Y-%m-%d}", "json")
    return _download(account_json(user), name, "application/json")


async def _user(request: HttpRequest) -> User:
    user = await request.auser()
    assert isinstance(user, User)
    return user


def _download(pieces: Iterator[str], name: str, content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_told(pieces), content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


async def _told(pieces: Iterator[str]) -> AsyncIterator[str]:
    while some := await in_database(partial(_some, pieces)):
        yield some


def _some(pieces: Iterator[str]) -> str:
    taken, length = [], 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length >= PIECE_CHARACTERS:
            break
    return "".join(taken)
