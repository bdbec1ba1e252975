"""A browser tab's socket, straight into the consumer: real session, database and Redis."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from asgiref.testing import ApplicationCommunicator
from autobahn.exception import Disconnected
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.test import Client

from accounts.models import User
from chat.database import in_database
from chat.routing import websocket_urlpatterns

Frame = dict[str, Any]
Result = TypeVar("Result")

PATIENCE_SECONDS = 20
TASK_NAMES = (
    *("greeting", "activity", "watch ", "pump ", "company", "roles", "guard"),
    *("model-watch", "session-watch", "rights-watch", "membership-watch"),
)

application: Any = AuthMiddlewareStack(URLRouter(websocket_urlpatterns))  # type: ignore[arg-type]


class Tab:
    """Frames that were passed over stay in `heard`. `is_gone`: Daphne has not told of it yet."""

    def __init__(self, client: Client, headers: list[tuple[bytes, bytes]]) -> None:
        self.client = client
        self.heard: list[Frame] = []
        self.is_gone = False
        scope = {"type": "websocket", "path": "/ws/", "query_string": b"", "headers": headers}
        # Not channels' own communicator: it keeps every database connection open.
        self.communicator = ApplicationCommunicator(self._application, scope)

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_as_daphne_does(message: Any) -> None:
            if self.is_gone:
                raise Disconnected("Attempt to send on a closed protocol")
            await send(message)

        await application(scope, receive, send_as_daphne_does)

    async def say(self, **frame: Any) -> None:
        await self.say_raw(json.dumps(frame))

    async def say_raw(self, text: str) -> None:
        await self.communicator.send_input({"type": "websocket.receive", "text": text})

    async def hear(self, kind: str) -> Frame:
        """The next frame of this type."""
        return await self.hear_when(lambda frame: frame["type"] == kind)

    async def hear_when(self, wanted: Callable[[Frame], bool]) -> Frame:
        while True:
            output = await self.communicator.receive_output(PATIENCE_SECONDS)
            assert output["type"] == "websocket.send", output
            frame: Frame = json.loads(output["text"])
            self.heard.append(frame)
            if wanted(frame):
                return frame

    async def hear_close(self) -> int:
        """The code with which the server closed."""
        while True:
            output = await self.communicator.receive_output(PATIENCE_SECONDS)
            if output["type"] == "websocket.close":
                return int(output["code"])
            self.heard.append(json.loads(output["text"]))

    async def hears_nothing(self) -> bool:
        """A ping is answered next: all frames in between would have come first."""
        await self.say(type="ping")
        return bool((await self.hear_when(lambda _: True))["type"] == "pong")

    async def send(self, text: str, **more: Any) -> Frame:
        """Send a message; gives `accepted`, `queue` or `refused`."""
        frame = {"client_id": str(uuid4()), "conversation": None, "parent": None, **more}
        return await self.ask(type="send", text=text, **frame)

    async def ask(self, **frame: Any) -> Frame:
        """Say what is about a turn; gives the answer to it."""
        await self.say(**frame)
        client_id = frame["client_id"]
        return await self.hear_when(lambda answer: answer.get("client_id") == client_id)

    async def hear_ending(self, generation: str) -> Frame:
        """Reads reply frames up to the ending; gives it."""

        def ends(frame: Frame) -> bool:
            return (
                frame["type"] == "reply"
                and frame["generation"] == generation
                and frame["events"][-1]["type"] in ("finished", "failed")
            )

        ending: Frame = (await self.hear_when(ends))["events"][-1]
        return ending

    def text(self, generation: str) -> str:
        """Of the frames heard so far, applied as a page does; a gap fails."""
        text, seq = "", 0
        for frame in self.heard:
            if frame["type"] == "reply" and frame["generation"] == generation:
                if frame["seq"] <= seq:
                    continue
                assert frame["after"] == seq, f"a gap after {seq}"
                seq = frame["seq"]
                text += "".join(one.get("text", "") for one in frame["events"])
        return text


OpenTab = Callable[[User | None], Awaitable[Tab]]


@asynccontextmanager
async def open_tab(user: User | None) -> AsyncIterator[Tab]:
    client, headers = Client(), []
    if user is not None:
        await database(client.force_login, user)
        cookie = f"sessionid={client.cookies['sessionid'].value}"
        headers.append((b"cookie", cookie.encode()))
    tab = Tab(client, headers)
    communicator = tab.communicator
    await communicator.send_input({"type": "websocket.connect"})
    accepted = await communicator.receive_output(PATIENCE_SECONDS)
    assert accepted["type"] == "websocket.accept"
    try:
        yield tab
    finally:
        await communicator.send_input({"type": "websocket.disconnect", "code": 1001})
        await communicator.wait(PATIENCE_SECONDS)


def tasks_left() -> list[str]:
    names = [task.get_name() for task in asyncio.all_tasks() if not task.cancelling()]
    return [name for name in names if name.startswith(TASK_NAMES)]


async def database(function: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Ask the database from an asynchronous test."""
    return await in_database(partial(function, *args, **kwargs))
