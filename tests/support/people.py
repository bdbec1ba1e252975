"""People of the cast at a running site, without a browser: they sign up, send, read and stop."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from tests.support.site import Site
from tests.support.trust import trusted

PASSWORD = "correct horse battery staple"
Frame = dict[str, Any]


class Person:
    """A signed-in browser session."""

    def __init__(self, site: Site, name: str) -> None:
        self.site, self.name = site, name
        self.http = httpx.Client(
            base_url=site.url, follow_redirects=True, timeout=30, verify=trusted()
        )

    @classmethod
    def signed_up(cls, site: Site, name: str, *, exactly: bool = False) -> Person:
        """A new account; the name gets a suffix, so that tests do not meet in one account."""
        person = cls(site, name if exactly else f"{name}-{uuid4().hex[:8]}")
        fields = {"username": person.name, "password1": PASSWORD, "password2": PASSWORD}
        answer = person.post("/sign-up/", fields)
        assert answer.status_code == 200, answer.text
        assert person.is_signed_in, answer.text
        return person

    @classmethod
    def signed_in(cls, site: Site, name: str) -> Person:
        """Another session of an account that is there."""
        person = cls(site, name)
        person.post("/sign-in/", {"login": name, "password": PASSWORD})
        assert person.is_signed_in
        return person

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return self.hand_in(path, self.filled_in(path, fields))

    def filled_in(self, path: str, fields: dict[str, str]) -> dict[str, str]:
        """The form of that page, ready to be handed in."""
        page = self.http.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token is not None, f"{page.status_code}: {self.site.log('web')[-4000:]}\n{page.text}"
        return {**fields, "csrfmiddlewaretoken": token[1]}

    def hand_in(self, path: str, form: Mapping[str, str | list[str]]) -> httpx.Response:
        return self.http.post(path, data=form, headers={"Referer": self.site.url + path})

    @property
    def is_signed_in(self) -> bool:
        """With HTTPS the name has a prefix."""
        return any(name.endswith("sessionid") for name in self.http.cookies)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def socket(self, *, through: str = "", **options: Any) -> connect:
        """An open websocket on which nothing was said: `async with person.socket() as socket`.
        through: the address of a proxy. options: of `connect`."""
        url = through or self.site.url
        options = {
            "origin": Origin(url),
            "additional_headers": {"Cookie": self.cookie},
            "max_size": None,
            **options,
        }
        return connect(url.replace("http", "ws", 1) + "/ws/", **options)

    @asynccontextmanager
    async def tab(self, *, through: str = "") -> AsyncIterator[Tab]:
        """An open page: its socket has said hello."""
        async with self.socket(through=through) as socket:
            tab = Tab(socket)
            try:
                await tab.say(type="hello", protocol=1)
                await tab.hear("hello")
                yield tab
            finally:
                await tab.close()


class Tab:
    """One socket. Every frame that came is kept in `frames`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self._news = asyncio.Event()
        self._taken = 0
        self._reply_frames = 0
        self._listening = asyncio.create_task(self._listen())

    async def close(self) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    async def say(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def hear(self, kind: str, seconds: float = 20) -> Frame:
        """The next frame of this type that was not taken yet; others before it are passed over."""
        return await self.hear_when(lambda frame: frame["type"] == kind, seconds, what=kind)

    async def hear_when(
        self, wanted: Callable[[Frame], bool], seconds: float = 20, *, what: str = "a frame"
    ) -> Frame:
        try:
            async with asyncio.timeout(seconds):
                while True:
                    while self._taken < len(self.frames):
                        frame = self.frames[self._taken]
                        self._taken += 1
                        if wanted(frame):
                            return frame
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"waited for {what}; heard {self.frames[-20:]}") from None

    async def send(self, text: str, conversation: str | None = None, **more: Any) -> Frame:
        """Send a message and give the `accepted` frame."""
        await self.say_message(text, conversation, **more)
        answer = await self.hear_when(
            lambda frame: frame["type"] in ("accepted", "refused"), what="an answer"
        )
        assert answer["type"] == "accepted", answer
        return answer

    async def say_message(self, text: str, conversation: str | None = None, **more: Any) -> None:
        """Send a message, and wait for nothing."""
        frame = {"conversation": conversation, "parent": None, **more}
        await self.say(type="send", client_id=str(uuid4()), text=text, **frame)

    async def whole_reply(self, generation: str, seconds: float = 30) -> str:
        """Wait for the ending, then give the text."""
        await self.hear_when(lambda _: self.ending(generation) is not None, seconds, what="the end")
        return self.text(generation)

    async def some_text(self, generation: str, characters: int = 1) -> str:
        await self.hear_when(lambda _: len(self.text(generation)) >= characters, what="some text")
        return self.text(generation)

    def events(self, generation: str) -> list[Frame]:
        """Every event of a reply that came in order, as a page applies them."""
        events: list[Frame] = []
        seq = 0
        for frame in self.frames:
            if frame["type"] == "reply" and frame["generation"] == generation:
                if frame["seq"] <= seq:
                    continue
                assert frame["after"] == seq or not events, "a gap that nobody healed"
                events += frame["events"]
                seq = frame["seq"]
        return events

    def text(self, generation: str) -> str:
        return "".join(one["text"] for one in self.events(generation) if one["type"] == "text")

    def ending(self, generation: str) -> Frame | None:
        endings = [one for one in self.events(generation) if one["type"] in ("finished", "failed")]
        assert len(endings) <= 1
        return endings[0] if endings else None

    async def _listen(self) -> None:
        async for message in self.socket:
            frame = json.loads(message)
            self.frames.append(frame)
            self._news.set()
            if frame["type"] == "reply":
                self._reply_frames += 1
                if self._reply_frames % 8 == 0:
                    await self.say(type="acknowledge", frames=self._reply_frames)
