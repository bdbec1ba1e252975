"""/demo/streaming: what its page fetches, by people without a key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx

from tests.support.people import Person
from tests.support.site import Site
from tests.support.waiting import wait_for

ADDRESS = "/demo/streaming/answer"
LONG = "!rate 10\n!tokens 500"  # the most that the page asks for


@contextmanager
def asked(person: Person, prompt: str, **more: str) -> Iterator[httpx.Response]:
    form = person.filled_in("/demo/streaming", {"prompt": prompt, **more})
    with person.http.stream("POST", ADDRESS, data=form) as response:
        yield response


def whole(person: Person, prompt: str) -> httpx.Response:
    with asked(person, prompt) as response:
        response.read()
    return response


def chunks(lines: Iterator[str]) -> Iterator[Any]:
    for line in lines:
        if line.startswith("data: ") and line != "data: [DONE]":
            yield json.loads(line.removeprefix("data: "))


def text_of(told: list[Any]) -> str:
    return "".join(one["choices"][0]["delta"].get("content", "") for one in told if one["choices"])


def generation(site: Site, person: Person, answer_id: str) -> Any:
    """As a program of the same person sees it."""
    printed = site.managed("create_api_key", person.name)
    key = re.search(r"sk-chat-\S+", printed)
    assert key is not None
    headers = {"Authorization": f"Bearer {key[0]}"}
    return httpx.get(f"{site.url}/v1/generations/{answer_id}", headers=headers).json()


def test_both_sides_get_the_same_words_whole_and_as_a_stream(alice: Person) -> None:
    one = whole(alice, "!tokens 30").json()
    with asked(alice, "!tokens 30", stream="1") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        told = list(chunks(response.iter_lines()))

    assert len(told) > 5, "the text must come in many pieces"
    assert text_of(told) == one["choices"][0]["message"]["content"]
    assert told[-1]["usage"]["completion_tokens"] == one["usage"]["completion_tokens"] == 30


def test_the_page_is_for_people_who_are_signed_in(site: Site) -> None:
    for method, path in (("GET", "/demo/streaming"), ("POST", ADDRESS)):
        answer = httpx.request(method, site.url + path)
        assert answer.status_code in (302, 403)
        assert "sign-in" in answer.headers.get("Location", "") or method == "POST"


def test_another_sites_page_can_ask_nothing(alice: Person) -> None:
    answer = alice.http.post(ADDRESS, data={"prompt": "Hello"})
    assert answer.status_code == 403


def test_nothing_is_asked_by_a_mere_visit(alice: Person) -> None:
    assert alice.http.get(ADDRESS, params={"prompt": "Hello"}).status_code == 405


def test_who_goes_away_cancels(site: Site, alice: Person) -> None:
    with asked(alice, LONG, stream="1") as response:
        first = next(chunks(response.iter_lines()))
    wait_for(
        lambda: generation(site, alice, first["id"])["finish_reason"] == "stopped",
        seconds=20,
        what="the generation to be cancelled",
    )


def test_who_signs_out_reads_no_further(alice: Person) -> None:
    elsewhere = alice.filled_in("/", {})
    with asked(alice, LONG, stream="1") as response:
        told = chunks(response.iter_lines())
        next(told)
        with httpx.Client(base_url=alice.site.url, cookies=alice.http.cookies) as other:
            other.post("/sign-out/", data=elsewhere, headers={"Referer": alice.site.url})
        last = list(told)[-1]

    assert last["error"]["code"] == "signed_out"


def test_who_has_too_many_replies_is_told_when_to_come_back(site: Site, alice: Person) -> None:
    limit = int(site.environment["MAX_REQUESTS_PER_USER"])
    with ExitStack() as running:
        for _ in range(limit):
            running.enter_context(asked(alice, LONG, stream="1"))
        refused = whole(alice, "Hello")

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert "limit" in refused.json()["error"]["message"]


def test_a_question_that_cannot_be_asked_is_refused_in_words(alice: Person) -> None:
    for prompt in ("", "  ", "a\0b", "x" * 40_000):
        refused = whole(alice, prompt)
        assert refused.status_code == 400
        assert refused.json()["error"]["param"] == "prompt"
