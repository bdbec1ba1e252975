"""One socket per tab: frames in, frames out, as docs/protocol.md says. Knows no rows."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from autobahn.exception import Disconnected
from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.sessions import InstanceSessionWrapper
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from accounts.languages import socket_language
from accounts.models import User
from accounts.sessions import SignedIn
from chat import answers
from chat.activity import Following
from chat.ahead import Ahead
from chat.database import in_database
from chat.exceptions import (
    BadFrame,
    ChatError,
    Malformed,
    SignInNeeded,
    Unavailable,
    UnsupportedProtocol,
)
from chat.membership_watch import get_membership_watch
from chat.metrics import FRAMES_SENT, REFUSALS, RESUMES, SLOW_READERS, SOCKETS_OPEN
from chat.model_status import get_model_watch, translated
from chat.presence import Company, tell_who_writes
from chat.rights_watch import get_session_watch
from chat.site_notices import follow_site_notices
from chat.socket_tasks import cancelled, started
from chat.watching import Watch
from chat.window import ReaderGone, ReaderTooSlow, Window
from chat.wire import inbound
from chat.wire.outbound import PROTOCOL, Json, error_frame, refused_frame

logger = logging.getLogger(__name__)

WRONG_PROTOCOL, NOT_SIGNED_IN, READER_TOO_SLOW = 4406, 4401, 4408

REPLY_FRAMES_SENT = FRAMES_SENT.labels("reply")  # looked up once, not for every token

Result = TypeVar("Result")

_to_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once


class ChatConsumer(AsyncWebsocketConsumer):
    """`on_…` methods answer the frame of that name."""

    def __init__(self) -> None:
        super().__init__()
        self._closed, self._user_name, self._user_id = False, "", 0
        self._signed_in = SignedIn(None)
        self._greeting: asyncio.Task[None] | None = None
        self._guard: asyncio.Task[None] | None = None
        self._news: list[asyncio.Task[None]] = []
        self._roles: asyncio.Task[None] | None = None
        self._window = Window()
        self._watch = Watch(
            say=self._say,
            tell=self._tell,
            load_snapshot=lambda conversation, leafed_to: self._as_user(
                partial(answers.snapshot, conversation_id=conversation, leafed_to=leafed_to)
            ),
            is_active=self._is_active,
            keep_company=lambda one: Company(self._user_id, self._user_name, self._say).keep(one),
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        wrapper = getattr(send, "__self__", None)
        if isinstance(wrapper, InstanceSessionWrapper):
            # It looks at the session before every frame, to set a cookie that no frame can carry.
            send = wrapper.real_send
        with SOCKETS_OPEN.track_inprogress():
            try:
                await super().__call__(scope, receive, send)
            finally:
                await self._leave()

    async def dispatch(self, message: Any) -> None:
        # Channels' own first goes through the one database thread of the process, for each frame.
        await getattr(self, get_handler_name(message))(message)

    async def websocket_disconnect(self, message: Any) -> None:
        raise StopConsumer

    async def connect(self) -> None:
        await self.accept()  # a close before this would not show its code to the browser
        user = self.scope["user"]
        if user is None or not user.is_authenticated:
            await self._close(NOT_SIGNED_IN)
        else:
            self._user_name, self._user_id = user.shown_name, user.pk
            self._signed_in = SignedIn(self.scope["session"].session_key)
            translation.activate(socket_language(self.scope))  # of this task and what it starts
            self._guard = started(self._close_when_signed_out(), name="guard")
            self._roles = started(self._look_when_roles_change(), name="roles")

    async def _close_when_signed_out(self) -> None:
        """Also a socket that says nothing and only reads a reply."""
        session_key = self.scope["session"].session_key
        assert session_key is not None  # somebody is signed in
        await get_session_watch().wait_for_end(session_key)
        await self._refuse(SignInNeeded(), in_reply_to=None)

    async def _look_when_roles_change(self) -> None:
        """Also of a socket that never said hello."""
        async with aclosing(get_membership_watch().changes(self._user_id)) as changes:
            await anext(changes)  # as they are
            async for _ in changes:
                with suppress(SignInNeeded):  # the guard closes it
                    await self._watch.look_again()

    async def _leave(self) -> None:
        self._closed = True
        for task in (self._greeting, self._guard, self._roles, *self._news):
            if task is not None:
                await cancelled(task)
        await self._watch.stop()

    # --- in ---------------------------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self._closed:
            with suppress(ReaderGone):
                await self._answer(text_data)

    async def _answer(self, text: str | None) -> None:
        try:
            if text is None:
                raise Malformed("The frame is binary; send text.")
            frame = inbound.parse_frame(text)
        except BadFrame as error:
            await self._refuse(error, in_reply_to=error.in_reply_to)
            return
        await self._handle(frame)

    async def _handle(self, frame: inbound.Frame) -> None:
        handler: Callable[[Any], Awaitable[None]] = getattr(self, f"on_{frame.type}")
        client_id = getattr(frame, "client_id", None)
        try:
            await handler(frame)
        except ChatError as error:
            await self._refuse(error, in_reply_to=frame.type, client_id=client_id)
        except ReaderGone:
            raise
        except Exception:
            # The same client_id may be sent again whatever has happened, so this is no lie.
            logger.exception("A %s frame failed", frame.type)
            await self._refuse(Unavailable(), in_reply_to=frame.type, client_id=client_id)

    async def on_hello(self, frame: inbound.Hello) -> None:
        if frame.protocol != PROTOCOL:
            await self._refuse(UnsupportedProtocol(), in_reply_to=frame.type)
            await self._close(WRONG_PROTOCOL)
        elif self._greeting is None:
            self._greeting = started(self._greet(), name="greeting")

    async def on_watch(self, frame: inbound.Watch) -> None:
        if frame.conversation is None:
            await self._watch.stop()
        else:
            has = (frame.generation, frame.after) if frame.generation else None
            if has is not None:
                RESUMES.inc()
            await self._watch.start(frame.conversation, has=has)

    async def on_older(self, frame: inbound.Older) -> None:
        await self._say(await self._as_user(partial(answers.older, frame=frame)))

    async def _take_turn(self, frame: inbound.Turn, ahead: Ahead | None = None) -> None:
        more = {} if ahead is None else {"ids": ahead.ids}
        answer: Callable[..., Json] = partial(getattr(answers, frame.type), frame=frame, **more)
        async with self._watch.lock:  # a snapshot with this turn must not overtake its answer
            told = await self._as_user(answer)
            await self._say(told)
            await self._watch.went_on(told, ahead)

    async def on_send(self, frame: inbound.Send) -> None:
        with Ahead(begins=frame.conversation is None) as ahead:
            await self._take_turn(frame, ahead)

    on_retry = on_continue_reply = on_edit = on_edit_reply = _take_turn
    on_edit_queued = on_cancel_queued = on_send_queued = _take_turn

    async def on_show_branch(self, frame: inbound.ShowBranch) -> None:
        async with self._watch.lock:
            shown = await self._as_user(partial(answers.show_branch, frame=frame))
            await self._watch.show_anew(*shown)

    async def on_stop(self, frame: inbound.Stop) -> None:
        await self._say(await self._as_user(partial(answers.stop, frame=frame)))

    async def on_seen(self, frame: inbound.Seen) -> None:
        await self._as_user(partial(answers.see, frame=frame))

    async def on_writing(self, frame: inbound.Writing) -> None:
        if place := self._watch.writes_among_others_in:
            await tell_who_writes(place, self._user_id, self._user_name)

    async def on_resume(self, frame: inbound.Resume) -> None:
        reply = await self._as_user(partial(answers.find_reply, generation_id=frame.generation))
        RESUMES.inc()
        await self._watch.follow(reply, after=frame.after)

    async def on_acknowledge(self, frame: inbound.Acknowledge) -> None:
        self._window.acknowledge(frame.frames)

    async def on_ping(self, frame: inbound.Ping) -> None:
        await self._say({"type": "pong"})

    # --- out --------------------------------------------------------------------------------------

    async def _say(self, frame: Json) -> None:
        """Raises ReaderGone."""
        await self._send(_to_text(frame))
        FRAMES_SENT.labels(frame["type"]).inc()
        if frame.get("error", {}).get("code") == SignInNeeded.code:
            await self._close(NOT_SIGNED_IN)

    async def _tell(self, reply_frame: str) -> None:
        """Waits while the reader has too much on its way already. Raises ReaderGone."""
        try:
            await self._window.reserve(len(reply_frame))  # which is ASCII
        except ReaderTooSlow:
            SLOW_READERS.inc()
            await self._close(READER_TOO_SLOW)
            raise
        await self._send(reply_frame)
        REPLY_FRAMES_SENT.inc()

    async def _send(self, text: str) -> None:
        if self._closed:
            raise ReaderGone
        try:
            # Not by the library's own methods: they are a chain of awaits for each token.
            message: Any = {"type": "websocket.send", "text": text}
            await self.base_send(message)
        except Disconnected:  # Daphne tells of it a little later
            self._closed = True
            raise ReaderGone from None

    async def _refuse(
        self, error: ChatError, *, in_reply_to: str | None, client_id: UUID | None = None
    ) -> None:
        REFUSALS.labels(error.code).inc()
        if client_id is None:
            await self._say(error_frame(error.to_json(), in_reply_to))
        else:
            await self._say(refused_frame(client_id, error.to_json()))

    async def _close(self, code: int) -> None:
        if not self._closed:
            self._closed = True
            await self.close(code=code)

    async def _greet(self) -> None:
        """`hello` with the models as they are, then `model` whenever one changes."""
        user, version = {"name": self._user_name}, settings.SITE_VERSION
        load_all = partial(self._as_user, answers.activities)
        following = Following(self._user_id, say=self._say, load_all=load_all)
        greeting: Json = {"type": "hello", "protocol": PROTOCOL, "version": version, "user": user}
        async with aclosing(get_model_watch().changes()) as changes:
            async for models in changes:
                await self._say({**greeting, **translated(models)})
                greeting = {"type": "model"}
                self._news = self._news or [
                    started(following.run(), name="activity"),
                    started(follow_site_notices(self._say), name="site-notices"),
                ]

    async def _as_user(self, question: Callable[[User], Result]) -> Result:
        """Ask as the user of this session, if it still holds. Raises SignInNeeded."""

        def ask() -> Result:
            user = self._signed_in.get_user()
            if user is None:
                raise SignInNeeded
            return question(user)

        return await in_database(ask)

    async def _is_active(self, generation: UUID) -> bool:
        with suppress(DatabaseError):
            return await in_database(partial(answers.is_active, generation))
        return True  # not known: ask again later
