"""What one socket follows: a conversation, the reply being written in it, and who else is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError

from chat.ahead import Ahead
from chat.exceptions import NotFound, SignInNeeded
from chat.known import active_id, after_turn
from chat.notices import watch_changes
from chat.socket_tasks import cancelled, started
from chat.streaming import AGAIN_SECONDS, Reply, ReplyPump
from chat.wire.outbound import Json, error_frame, with_saved
from inference.exceptions import StoreUnavailable
from inference.stream import Expected

logger = logging.getLogger(__name__)

# A conversation begun here is not known elsewhere yet: its first reply goes first.
NEW_SECONDS = 1.0

TROUBLE = (DatabaseError, InterfaceError)  # the latter: a connection that was cut

Say = Callable[[Json], Awaitable[None]]
Tell = Callable[[str], Awaitable[None]]  # a `reply` frame as text
LoadSnapshot = Callable[[UUID, UUID | None], Awaitable[Json]]  # of which, leafed to where
IsActive = Callable[[UUID], Awaitable[bool]]
KeepCompany = Callable[[UUID], Coroutine[Any, Any, None]]  # as long as it runs


class Watch:
    """Keeps one browser's view of a conversation true, and tells it one reply at a time.

    `lock` is held while something is told that the next snapshot must not contradict.
    """

    def __init__(
        self,
        *,
        say: Say,
        tell: Tell,
        load_snapshot: LoadSnapshot,
        is_active: IsActive,
        keep_company: KeepCompany,
    ) -> None:
        self.lock = asyncio.Lock()
        self._say, self._tell = say, tell
        self._load_snapshot = load_snapshot
        self._is_active = is_active
        self._keep_company = keep_company
        self._conversation: UUID | None = None
        # Conversation → message, by a reader who only reads, and sees another branch.
        self._leafed_to: dict[UUID, UUID | None] = {}
        self._known: Json | None = None  # the snapshot that the browser can show now
        self._watching: asyncio.Task[None] | None = None
        self._pump: ReplyPump | None = None
        self._pumping: asyncio.Task[None] | None = None
        self._company: asyncio.Task[None] | None = None
        self._is_missing = False  # as the browser was told

    async def start(self, conversation: UUID, *, has: tuple[UUID, int] | None = None) -> None:
        """has: a reply that the browser has up to this number. Raises NotFound."""
        leafed_to = {} if self._conversation else self._leafed_to  # what is shown already stays
        await self.stop()
        self._leafed_to = leafed_to
        async with self.lock:
            await self._show(await self._load(conversation), has=has)
        self._watch(conversation)

    async def stop(self) -> None:
        """Nothing is told any more when this returns."""
        for task in (self._watching, self._pumping, self._company):
            if task is not None:
                await cancelled(task)
        self._conversation = self._known = self._watching = self._pump = self._pumping = None
        self._company, self._leafed_to, self._is_missing = None, {}, False

    @property
    def writes_among_others_in(self) -> UUID | None:
        """The conversation, if it is of a team and its reader may write in it."""
        may_write = self._known is not None and self._known["may_write"]
        return self._conversation if may_write and self._company is not None else None

    async def look_again(self) -> None:
        """Somebody may read more, or less, than before: what they may not is told no further."""
        async with self.lock:  # a turn that is being taken first becomes what is watched
            conversation = self._conversation
        if conversation is not None:
            await self._refresh_patiently(conversation, {})
        reply = self._pump.reply if self._pump else None
        if reply is not None and reply.conversation != self._conversation:
            await self._check_patiently(reply.conversation)

    async def went_on(self, told: Json, ahead: Ahead | None = None) -> None:
        """This browser itself sent something, or changed its queue, and was told so: call with the
        lock held. ahead: how the turn was listened to."""
        if told["type"] == "accepted":
            await self._go_on(told, ahead)
        elif told["type"] == "edited":
            await self.show_anew(UUID(told["conversation"]["id"]))
        elif self._known and told["conversation"] == self._known["conversation"]["id"]:
            self._known = {**self._known, "queue": told["queue"]}

    async def show_anew(self, conversation: UUID, leafed_to: UUID | None = None) -> None:
        """This browser itself has changed what is shown: call with the lock held."""
        if self._conversation in (None, conversation):
            self._leafed_to = {conversation: leafed_to}
        snapshot = await self._load_snapshot(conversation, leafed_to)
        await (self._show if conversation == self._conversation else self._say)(snapshot)

    async def _load(self, conversation: UUID) -> Json:
        return await self._load_snapshot(conversation, self._leafed_to.get(conversation))

    async def _go_on(self, accepted: Json, ahead: Ahead | None) -> None:
        conversation = UUID(accepted["conversation"]["id"])
        if conversation != self._conversation:
            await self.stop()
        is_new = accepted["message"]["parent"] is None
        self._known = after_turn(self._known, accepted)
        if accepted["reply"]["generation"]["status"] == "active":
            reply = Reply(
                conversation=conversation,
                generation=UUID(accepted["generation"]),
                message=UUID(accepted["reply"]["id"]),
            )
            expected = ahead.reply_of(reply.generation) if ahead else None
            await self.follow(reply, measured=True, expected=expected)
        if self._conversation is None:
            self._meet(accepted["conversation"])
            expected = ahead.changes_of(conversation) if ahead else None
            is_heard = expected is not None and expected.was_heard
            wait_seconds = NEW_SECONDS if is_new and not is_heard else 0.0
            self._watch(conversation, wait_seconds=wait_seconds, expected=expected)

    async def follow(
        self,
        reply: Reply,
        *,
        after: int = 0,
        measured: bool = False,
        expected: Expected | None = None,
    ) -> None:
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
            expected=expected,
        )
        self._pumping = started(self._pump.run(), name=f"pump {reply.generation}")
        _drop_with(self._pumping, expected)

    # --- the conversation changes elsewhere -------------------------------------------------------

    def _watch(
        self,
        conversation: UUID,
        *,
        wait_seconds: float = 0.0,
        expected: Expected | None = None,
    ) -> None:
        self._conversation = conversation
        watching = self._watch_changes(conversation, wait_seconds, expected)
        self._watching = started(watching, name=f"watch {conversation}")
        _drop_with(self._watching, expected)

    async def _watch_changes(
        self, conversation: UUID, wait_seconds: float, expected: Expected | None
    ) -> None:
        await asyncio.sleep(wait_seconds)
        while True:
            try:
                changes_heard = watch_changes(conversation, expected=expected)
                expected = None  # once: then it has told all that it knew
                async with aclosing(changes_heard) as changes:
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
                return await self._tell_missing(conversation, error)
            except TROUBLE as error:
                logger.warning("A conversation cannot be read just now: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _check_patiently(self, conversation: UUID) -> None:
        """Of a reply that is told, while another conversation is watched, or none."""
        while True:
            try:
                await self._load(conversation)
            except NotFound as error:
                if self._conversation is None:
                    return await self._tell_missing(conversation, error)
                return await self._stop_reply(conversation)
            except TROUBLE as error:
                logger.warning("A conversation cannot be read just now: %s", error)
            else:
                return None
            await asyncio.sleep(AGAIN_SECONDS)

    async def _stop_reply(self, conversation: UUID) -> None:
        if self._pump and self._pumping and self._pump.reply.conversation == conversation:
            await cancelled(self._pumping)
            self._pump = self._pumping = None

    async def _tell_missing(self, conversation: UUID, error: NotFound) -> None:
        await self._stop_reply(conversation)
        if self._company is not None:
            await cancelled(self._company)
            self._company = None
        self._known = None
        if not self._is_missing:  # what goes on in it is not theirs to know
            self._is_missing = True
            await self._say(error_frame(error.to_json(), in_reply_to="watch"))

    async def _refresh(self, conversation: UUID, change: Json) -> None:
        """Show what is new; but never a reply's saved text before its last events. change: see
        `announce_change`."""
        turn, saved = change.get("turn"), change.get("saved")
        while True:
            async with self.lock:
                if turn is not None and self._known and active_id(self._known) == turn:
                    return None  # it was sent here
                snapshot = with_saved(self._known, saved) if saved and self._known else None
                snapshot = snapshot or await self._load(conversation)
                if snapshot == self._known:
                    return None
                last_words = self._last_words(snapshot)
                if last_words is None:
                    return await self._show(snapshot)
            # Not longer than what they may see can be trusted: loading asks that again.
            await asyncio.wait([last_words], timeout=AGAIN_SECONDS)

    def _last_words(self, snapshot: Json) -> asyncio.Task[None] | None:
        """The pump of a reply that has ended but is not told to its end yet."""
        if self._pump is None or self._pumping is None or self._pumping.done():
            return None
        reply = self._pump.reply
        if str(reply.conversation) != snapshot["conversation"]["id"]:
            return None
        if str(reply.message) not in {message["id"] for message in snapshot["messages"]}:
            return None  # of a branch that is not shown here
        return None if active_id(snapshot) == str(reply.generation) else self._pumping

    async def _show(self, snapshot: Json, *, has: tuple[UUID, int] | None = None) -> None:
        self._known, self._is_missing = snapshot, False
        await self._say(snapshot)
        self._meet(snapshot["conversation"])
        active = active_id(snapshot)
        told = self._pump and str(self._pump.reply.generation)
        if active is not None and active != told:
            reply = Reply(
                conversation=UUID(snapshot["conversation"]["id"]),
                generation=UUID(active),
                message=UUID(snapshot["reply"]["message"]),
            )
            after = has[1] if has and has[0] == reply.generation else 0
            await self.follow(reply, after=after)

    def _meet(self, conversation: Json) -> None:
        """Nobody else can be in what is somebody's own."""
        if conversation["team"] is not None and self._company is None:
            meeting = self._keep_company(UUID(conversation["id"]))
            self._company = started(meeting, name=f"company {conversation['id']}")


def _drop_with(task: asyncio.Task[None], expected: Expected | None) -> None:
    """Whatever becomes of the task, even if it never begins."""
    if expected is not None:
        expected.is_taken = True
        task.add_done_callback(lambda _: expected.drop())
