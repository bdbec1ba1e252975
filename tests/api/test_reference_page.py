"""/api/docs: the document as a page, from this site alone."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.support.site import Site


@pytest.fixture(scope="module")
def answer(site: Site) -> httpx.Response:
    return httpx.get(f"{site.url}/api/docs")


def test_every_operation_is_on_it_with_what_it_takes_and_answers(
    site: Site, answer: httpx.Response
) -> None:
    assert answer.status_code == 200
    document = httpx.get(f"{site.url}/api/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            (article,) = re.findall(
                rf'<article class="operation" id="{told["operationId"]}">.*?</article>',
                answer.text,
                re.DOTALL,
            )
            assert f"<code>{path}</code>" in article
            assert f'data-method="{method.upper()}"' in article
            assert "4XX" in article


def test_parameters_have_the_meaning_that_the_handbook_gives_them(answer: httpx.Response) -> None:
    chat = answer.text.partition('id="create_chat_completion"')[2].partition("</article>")[0]
    names = re.findall(r"<dt><code>(\w+)</code>", chat)
    assert names[:3] == ["model", "messages", "stream"]
    assert "0 is greedy" in chat
    assert "A hint, without an effect on the answer. Not kept." in chat
    assert "scope <code>generate</code>" in chat


def test_every_link_within_it_leads_somewhere(answer: httpx.Response) -> None:
    links = set(re.findall(r'href="#([^"]+)"', answer.text))
    assert {"shape-ChatCompletion", "shape-UserMessage", "create_message"} <= links
    assert links <= set(re.findall(r' id="([^"]+)"', answer.text))


def test_it_asks_no_other_host_and_runs_nothing(answer: httpx.Response) -> None:
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert not re.findall(r"<script|<style|style=| on\w+=", answer.text)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
