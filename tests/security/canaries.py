"""One secret of each kind, put into a running site by every way there is, and looked for again."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
from kombu import Connection

from tests.support.letter_box import LetterBox
from tests.support.people import Person
from tests.support.program import Program, chat
from tests.support.site import Site
from tests.support.waiting import wait_for

PATIENCE_SECONDS = 120  # machines that run tests are shared, and no answer here is about speed
AT_ONCE = 24  # while a database is away each question waits for it some seconds
# What is typed. Each has its own word, so that what is found says where it came from.
TYPED = (
    *("message", "reply", "system-prompt", "title", "password", "wrong-password", "program"),
    *("import-name", "import-text", "address", "search", "frame", "folder", "tag", "prompt"),
    *("team", "wrong-key", "parameter", "reason"),
)
# Of these not even a page that refuses them may say a word.
SECRET = frozenset(
    {"password", "wrong-password", "key", "wrong-key", "session", "csrf", "shared", "invited"}
    | {"to-team", "proof", "reset"}
)


def word(kind: str) -> str:
    if kind == "password":
        return "battery-horse-0815-staple"  # one like the address would be refused
    return f"kanarienvogel-{kind}-zwitschert"


@dataclass
class Canaries:
    """words: by kind; those that the site itself made are added when they are known."""

    words: dict[str, str] = field(default_factory=lambda: {kind: word(kind) for kind in TYPED})

    def found_in(self, text: str | bytes) -> list[str]:
        text = text.decode(errors="replace") if isinstance(text, bytes) else text
        return [kind for kind, one in self.words.items() if one in text]


@dataclass
class Alice:
    """Has one of everything. answers: all that were refused or went wrong."""

    site: Site
    box: LetterBox
    canaries: Canaries = field(default_factory=Canaries)
    answers: list[httpx.Response] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)

    def comes(self) -> None:
        """Signs up, with her address and a program."""
        self.person = self._browser("alice")
        password, address = word("password"), f"{word('address')}@example.com"
        self.person.post(
            "/sign-up/",
            {"username": "alice", "email": address, "password1": password, "password2": password},
        )
        assert self.person.is_signed_in
        self._learn("proof", self._in_letter(r"/e-mail/([\w:-]{20,})/"), "/e-mail/{}/")
        self._ask_to_reset()
        self.program = Program.of(self.person)
        self.program.http.timeout = httpx.Timeout(PATIENCE_SECONDS)
        self.program.http.event_hooks["response"].append(self._keep)
        self.canaries.words["key"] = self.program.secret.rpartition("-")[2]
        self._learn_cookies()

    def _ask_to_reset(self) -> None:
        with self._browser("stranger") as stranger:
            stranger.post("/password/reset/", {"email": f"{word('address')}@example.com"})
        path = self._in_letter(r"/password/reset/(\w+/[\w-]{20,})/")
        self._learn("reset", path, "/password/reset/{}/")
        self.canaries.words["reset"] = path.partition("/")[2]

    def _learn_cookies(self) -> None:
        self.canaries.words |= {
            "session": self.person.http.cookies["sessionid"],
            "csrf": self.person.http.cookies["csrftoken"],
        }

    def leaves(self) -> None:
        self.person.http.close()
        self.program.http.close()

    async def talks(self) -> str:
        """→ her conversation"""
        async with self.person.tab() as tab:
            said = f"!reply {word('reply')} {word('message')}"
            accepted = await tab.send(said)
            await tab.whole_reply(accepted["generation"])
            failing = await tab.send(f"!fail after 3\n{word('message')}")
            await tab.hear_when(
                lambda _: tab.ending(failing["generation"]) is not None, what="the failure"
            )
        return str(accepted["conversation"]["id"])

    def keeps(self, conversation: str) -> None:
        """What is written into forms."""
        at = f"/c/{conversation}"
        self._post(f"{at}/rename/", {"title": word("title")})
        self._post(f"{at}/settings/", {"sampling": "{}", "system_prompt": word("system-prompt")})
        self._post(f"{at}/tags/", {"add": word("tag")})
        self._post(f"{at}/report/", {"flag_note": word("reason")})
        self._post("/folders/", {"name": word("folder")})
        self._post("/settings/prompts/", {"name": word("prompt"), "text": word("prompt")})
        self.person.http.get("/search/", params={"q": word("search")})
        self._post(f"{at}/share/", {})
        self._learn("shared", self._on_page(f"{at}/share/", r"/s/([\w-]{43})"), "/s/{}")
        self._brings_something()
        self._invites()

    def _brings_something(self) -> None:
        begun = self._post("/settings/import/begin", {"name": word("import-name")}).json()
        headers = {"X-CSRFToken": self._token(), "Referer": self.site.url}
        file = json.dumps({"broken": word("import-text")})[:-4].encode()
        path = f"/settings/import/{begun['id']}"
        self.person.http.post(f"{path}/0", content=file, headers=headers)
        self._post(f"{path}/finish", {})
        wait_for(
            lambda: 'data-status="failed"' in self.person.http.get("/settings/import/").text,
            what="the import to be read",
            seconds=PATIENCE_SECONDS,
        )

    def _invites(self) -> None:
        made = self._post("/teams/", {"name": word("team")})
        self._post(f"{made.url.path}invite/", {"role": "member", "days": "7", "email": ""})
        self._learn(
            "to-team", self._on_page(made.url.path, r"/teams/join/([\w-]{43})/"), "/teams/join/{}/"
        )
        link = self.site.managed("invite").strip()
        self._learn("invited", link.rstrip("/").rpartition("/")[2], "/sign-up/{}/")

    # --- trouble ----------------------------------------------------------------------------------

    def asks_for_trouble(self) -> None:
        """Everything that she has, and wrong things, while something may be away. All at once."""
        asked: list[Callable[[], object]] = [
            *(partial(self._follows, path) for path in self.paths.values()),
            partial(self.person.http.get, "/search/", params={"q": word("search")}),
            partial(self.person.http.get, f"/c/{uuid4()}/"),
            *(partial(self._signs_in_wrongly, path) for path in ("/sign-in/", "/password/reset/")),
            *self._wrong_calls(),
            partial(self._post, "/folders/", {"name": word("folder")}),
            partial(self._post, "/settings/check/", {"sampling": "{}", "model": word("parameter")}),
            partial(self._post, "/settings/import/begin", {"name": word("import-name")}),
        ]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for asking in [pool.submit(ask) for ask in asked]:
                asking.result()

    def posts_elsewhere(self) -> None:
        """As a form of another site would."""
        for path in self.paths.values():
            said = {"password1": word("wrong-password")}
            self.answers.append(
                httpx.post(self.site.url + path, data=said, timeout=PATIENCE_SECONDS)
            )

    def _follows(self, path: str) -> None:
        with self._browser("stranger") as stranger:
            stranger.http.get(path)

    def _signs_in_wrongly(self, path: str) -> None:
        fields = {"login": "alice", "password": word("wrong-password")}
        with self._browser("stranger") as stranger:
            stranger.http.cookies.set("csrftoken", self._token())
            form = {**fields, "email": f"{word('address')}@example.com"}
            stranger.hand_in(path, {**form, "csrfmiddlewaretoken": self._token()})

    def _wrong_calls(self) -> list[Callable[[], object]]:
        path = "/v1/chat/completions"
        call = partial(self.program.http.post, path)
        wrong_key = {"Authorization": f"Bearer {word('wrong-key')}"}
        with_key = f"{path}?key={self.program.secret}"
        return [
            partial(call, json=chat(word("program"))),
            partial(call, json=chat(f"!fail after 2\n{word('program')}")),
            partial(call, json=chat(word("program"), temperature=word("parameter"))),
            partial(call, json=chat(word("program"), **{word("parameter"): 1})),
            partial(call, content=f'{{"model": "{word("program")}'.encode()),
            partial(call, json=chat("x"), headers=wrong_key),
            partial(self.program.http.post, with_key, json={"model": word("program")}),
        ]

    async def says_wrong_things(self) -> None:
        """By the socket."""
        async with self.person.socket() as socket:
            await socket.send(json.dumps({"type": "hello", "protocol": 1}))
            send = {"type": "send", "client_id": str(uuid4()), "conversation": None, "parent": None}
            for said in (
                f'{{"type": "send", "text": "{word("frame")}',
                json.dumps({"type": word("frame")}),
                json.dumps({**send, "text": f"{word('frame')}\0"}),
                json.dumps({**send, "text": f"{word('frame')}\ud800"}),
                json.dumps({**send, "text": word("frame"), "more": word("frame")}),
                json.dumps({**send, "text": [word("frame")]}),
                json.dumps({**send, "text": word("frame"), "parent": word("frame")}),
                json.dumps({**send, "text": word("frame"), "settings": {"model": word("frame")}}),
            ):
                await socket.send(said)
            await socket.send(word("frame").encode())

    # --- helpers ----------------------------------------------------------------------------------

    def _browser(self, name: str) -> Person:
        """Of which the answers are kept."""
        person = Person(self.site, name)
        person.http.timeout = httpx.Timeout(PATIENCE_SECONDS)
        person.http.event_hooks["response"].append(self._keep)
        return person

    def _keep(self, response: httpx.Response) -> None:
        if response.status_code >= 400:
            response.read()
            self.answers.append(response)

    def _post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return self.person.hand_in(path, {**fields, "csrfmiddlewaretoken": self._token()})

    def _token(self) -> str:
        return str(self.person.http.cookies["csrftoken"])

    def _learn(self, kind: str, secret: str, path: str) -> None:
        assert len(secret) > 16, (kind, secret)
        self.canaries.words[kind], self.paths[kind] = secret, path.format(secret)

    def _on_page(self, path: str, pattern: str) -> str:
        found = re.search(pattern, self.person.http.get(path).text)
        assert found is not None, path
        return found[1]

    def _in_letter(self, pattern: str) -> str:
        what = f"a letter with {pattern}"
        return wait_for(lambda: self.box.path_in(pattern), what=what, seconds=PATIENCE_SECONDS)


@dataclass(frozen=True, slots=True)
class Kept:
    """Under a key of Redis. seconds: for how long; less than none: for ever. found: which."""

    key: str
    kind: str
    seconds: int
    found: list[str]

    @property
    def is_message(self) -> bool:
        """As Celery keeps them: those that wait, and those that were fetched."""
        return self.kind in {"list", "zset"} or self.key.startswith("unacked")


def kept_in_redis(redis: Any, canaries: Canaries) -> Iterator[Kept]:
    """Where a site is at work, keys come and go meanwhile."""
    read = {
        "none": lambda _: [],
        "string": lambda key: [redis.get(key)],
        "hash": lambda key: [one for pair in redis.hgetall(key).items() for one in pair],
        "list": lambda key: redis.lrange(key, 0, -1),
        "set": redis.smembers,
        "zset": lambda key: redis.zrange(key, 0, -1),
        "stream": lambda key: [repr(redis.xrange(key)).encode()],
    }
    for key in redis.scan_iter():
        kind = redis.type(key).decode()
        values = [one for one in read[kind](key) if one is not None]
        text = b"\n".join([key, *(part for one in values for part in _opened(one))])
        if kind != "none" and (found := canaries.found_in(text)):
            yield Kept(key.decode(errors="replace"), kind, redis.ttl(key), found)


def give_back_what_was_fetched(site: Site) -> None:
    """As workers do with what another has not done within a minute, but within some seconds."""
    options = {"visibility_timeout": 5}
    with Connection(site.redis.url, transport_options=options) as connection:
        channel: Any = connection.default_channel
        channel.qos.restore_visible(num=None)


def _opened(value: bytes) -> Iterator[bytes]:
    """Celery's bodies are in base64, also of messages that were fetched and not done."""
    yield value
    for body in re.findall(rb'"body": ?"([A-Za-z0-9+/=]+)"', value):
        yield base64.b64decode(body)
