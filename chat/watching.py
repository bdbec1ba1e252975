"""What one socket follows: a conversation and the reply being written in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from uuid import UUID

from django.db import DatabaseError

from chat.exceptions import NotFound, SignInNeeded
from chat.notices import watch_changes
from chat.paths import WINDOW_MESSAGES
from chat.socket_tasks import cancelled, started
from chat.streaming import AGAIN_SECONDS, Reply, ReplyPump
from chat.wire.outbound import Json, error_frame, with_saved
from inference.exceptions import StoreUnavailable

logger = logging.getLogger(__name__)

NEW_SECONDS = (
    1.0  # a conversation begun here is not known elsewhere yet: its first reply goes first
)

Say = Callable[[Json], Awaitable[None]]
Tell = Callable[[str], Awaitable[None]]  # a `reply` frame as text
LoadSnapshot = Callable[[UUID], Awaitable[Json]]
IsActive = Callable[[UUID], Awaitable[bool]]


class Watch:
    """Keeps one browser's view of a conversation true, and tells it one reply at a time.

    `lock` is held while something is told that the next snapshot must not contradict.
    """

    def __init__(
        self, *, say: Say, tell: Tell, load_snapshot: LoadSnapshot, is_active: IsActive
    ) -> None:
        self.lock = asyncio.Lock()
        self._say, self._tell = say, tell
        self._load_snapshot = load_snapshot
        self._is_active = is_active
        self._conversation: UUID | None = None
        self._known: Json | None = None  # the snapshot that the browser can show now
        self._watching: asyncio.Task[None] | None = None
        self._pump: ReplyPump | None = None
        self._pumping: asyncio.Task[None] | None = None

    async def start(self, conversation: UUID, *, has: tuple[UUID, int] | None = None) -> None:
        """has: a reply that the browser has up to this number. Raises NotFound."""
        await self.stop()
        async with self.lock:
            await self._show(await self._load_snapshot(conversation), has=has)
        self._watch(conversation)

    async def stop(self) -> None:
        """Nothing is told any more when this returns."""
        for task in (self._watching, self._pumping):
            if task is not None:
                await cancelled(task)
        self._conversation = self._known = self._watching = self._pump = self._pumping = None

    async def went_on(self, told: Json) -> None:
        """This browser itself sent something, or changed its queue, and was told so: call with the
        lock held."""
        if told["type"] == "accepted":
            await self._go_on(told)
        elif told["type"] == "edited":
            await self.show_anew(UUID(told["conversation"]["id"]))
        elif self._known and told["conversation"] == self._known["conversation"]["id"]:
            self._known = {**self._known, "queue": told["queue"]}

    async def show_anew(self, conversation: UUID) -> None:
        """This browser itself has changed what is shown: call with the lock held."""
        snapshot = await self._load_snapshot(conversation)
        await (self._show if conversation == self._conversation else self._say)(snapshot)

    async def _go_on(self, accepted: Json) -> None:
        conversation = UUID(accepted["conversation"]["id"])
        if conversation != self._conversation:
            await self.stop()
        is_new = accepted["message"]["parent"] is None
        self._known = _after(self._known, accepted)
        if accepted["reply"]["generation"]["status"] == "active":
            reply = Reply(
                conversation=conversation,
                generation=UUID(accepted["generation"]),
                message=UUID(accepted["reply"]["id"]),
            )
            await self.follow(reply, measured=True)
        if self._conversation is None:
            self._watch(conversation, wait_seconds=NEW_SECONDS if is_new else 0.0)

    async def follow(self, reply: Reply, *, after: int = 0, measured: bool = False) -> None:
        """Tell this reply from `after` on instead of whatever was told."""
        while self._pumping is not None:  # again: `resume` and a change elsewhere may come together
            pumping, self._pumping = self._pumping, None
            await cancelled(pumping)
        self._pump = ReplyPump(
            reply,
            after=after,
            say=self._say,
            tell=self._tell,
            is_active=lambda: self._is_active(reply.generation),
            measured=measured,
        )
        self._pumping = started(self._pump.run(), name=f"pump {reply.generation}")

    # --- the conversation changes elsewhere -------------------------------------------------------

    def _watch(self, conversation: UUID, *, wait_seconds: float = 0.0) -> None:
        self._conversation = conversation
        watching = self._watch_changes(conversation, wait_seconds)
        self._watching = started(watching, name=f"watch {conversation}")

    async def _watch_changes(self, conversation: UUID, wait_seconds: float) -> None:
        await asyncio.sleep(wait_seconds)
        while True:
            try:
                async with aclosing(watch_changes(conversation)) as changes:
                    async for change in changes:
                        await self._refresh_patiently(conversation, change)
            except StoreUnavailable as error:
                logger.warning("Changes of a conversation are not heard: %s", error)
            except SignInNeeded as error:
                return await self._say(error_frame(error.to_json(), in_reply_to="watch"))

    async def _refresh_patiently(self, conversation: UUID, change: Json) -> None:
        while True:
            try:
                return await self._refresh(conversation, change)
            except NotFound as error:  # it was deleted; the next change may be that it is back
                return await self._tell_missing(error)
            except DatabaseError as error:
                logger.warning("A conversation cannot be read just now: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _tell_missing(self, error: NotFound) -> None:
        self._known = None
        await self._say(error_frame(error.to_json(), in_reply_to="watch"))

    async def _refresh(self, conversation: UUID, change: Json) -> None:
        """Show what is new; but never a reply's saved text before its last events. change: see
        `announce_change`."""
        turn, saved = change.get("turn"), change.get("saved")
        while True:
            async with self.lock:
                if turn is not None and self._known and _active_id(self._known) == turn:
                    return None  # it was sent here
                snapshot = with_saved(self._known, saved) if saved and self._known else None
                snapshot = snapshot or await self._load_snapshot(conversation)
                if snapshot == self._known:
                    return None
                last_words = self._last_words(snapshot)
                if last_words is None:
                    return await self._show(snapshot)
            await asyncio.wait([last_words])

    def _last_words(self, snapshot: Json) -> asyncio.Task[None] | None:
        """The pump of a reply that has ended but is not told to its end yet."""
        if self._pump is None or self._pumping is None or self._pumping.done():
            return None
        reply = self._pump.reply
        if str(reply.conversation) != snapshot["conversation"]["id"]:
            return None
        return None if _active_id(snapshot) == str(reply.generation) else self._pumping

    async def _show(self, snapshot: Json, *, has: tuple[UUID, int] | None = None) -> None:
        self._known = snapshot
        await self._say(snapshot)
        active = _active_id(snapshot)
        told = self._pump and str(self._pump.reply.generation)
        if active is not None and active != told:
            reply = Reply(
                conversation=UUID(snapshot["conversation"]["id"]),
                generation=UUID(active),
                message=UUID(snapshot["reply"]["message"]),
            )
            after = has[1] if has and has[0] == reply.generation else 0
            await self.follow(reply, after=after)


def _after(known: Json | None, accepted: Json) -> Json | None:
    """The snapshot that holds when this turn is all that has changed; `None` if that is unknown."""
    message, reply = accepted["message"], accepted["reply"]
    earlier: list[Json] = []
    queued: list[Json] = []
    older = 0
    begins_it = message["parent"] is None and len(message["siblings"]) == 1
    if not begins_it:
        if known is None:
            return None
        queued = known["queue"]["messages"]
    if known is not None and message["parent"] is not None:
        earlier, older = known["messages"], known["older"]
        ids = [one["id"] for one in earlier]
        if message["parent"] not in ids:
            return None
        earlier = earlier[: ids.index(message["parent"]) + 1]
    messages = [*earlier, message, reply]
    if older and len(messages) < WINDOW_MESSAGES:
        return None  # more stand before them in its window now
    return {
        "type": "snapshot",
        "conversation": accepted["conversation"],
        "settings": accepted["settings"],
        "messages": messages[-WINDOW_MESSAGES:],
        "older": older + max(0, len(messages) - WINDOW_MESSAGES),
        "reply": (
            {"generation": accepted["generation"], "message": reply["id"]}
            if reply["generation"]["status"] == "active"
            else None
        ),
        "queue": {
            "held": False,
            "messages": [one for one in queued if one["client_id"] != accepted["client_id"]],
        },
    }


def _active_id(snapshot: Json) -> str | None:
    reply: Json | None = snapshot["reply"]
    return None if reply is None else str(reply["generation"])
