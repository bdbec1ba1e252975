"""A chat template is foreign code: whatever it does, it does it to one prompt only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import psutil
import pytest

from inference.backends.transformers.prompting import renderers, templates
from inference.backends.transformers.prompting.fork_server import Child
from inference.backends.transformers.prompting.templates import Templates
from inference.exceptions import InvalidRequest, Overloaded
from tests.inference.support.tiny_model import make_tokenizer
from tests.support.processes import ROOT
from tests.support.waiting import wait_for

FINE = "{{ messages[0].content }}"
ENDLESS = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
GREEDY = "{% set ns = namespace(x='x' * 9999) %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"  # noqa: E501
SOMETIMES_ENDLESS = "{% if messages[0].content == 'loop' %}" + ENDLESS + "{% endif %}ok"


HOLDS_CHILDREN = """
import json, time, psutil
from inference.backends.transformers.prompting.renderers import Renderers
some = Renderers({"seconds": 2.0, "bytes": 1 << 29}, seconds=5.0)
while len(some._idle) < 2:
    time.sleep(0.05)
print(json.dumps([one.pid for one in psutil.Process().children(recursive=True)]), flush=True)
time.sleep(600)
"""


def render(template: str, content: str = "Hello") -> str:
    with closing(Templates(make_tokenizer(template))) as some:
        return ask(some, content)


def ask(some: Templates, content: str) -> str:
    return some.render([{"role": "user", "content": content}])


def children(some: Templates) -> list[Child]:
    """Both, when they can be asked."""
    pool = some._renderers
    wait_for(lambda: len(pool._idle) == renderers.CHILDREN, seconds=200, what="both children")
    return list(pool._idle)


def kill(*some: Child) -> None:
    for child in some:
        os.kill(child.pid, signal.SIGKILL)
    wait_for(lambda: not any(child.is_alive for child in some), what="their death")


def server() -> subprocess.Popen[bytes]:
    process = renderers._server._process
    assert process is not None
    return process


@contextmanager
def stuck(some: Templates) -> Iterator[list[Child]]:
    """Both children stand still, as on a machine that swaps: no time of computing passes."""
    both = children(some)
    for child in both:
        os.kill(child.pid, signal.SIGSTOP)
    yield both


def test_a_template_is_filled() -> None:
    assert render(FINE, "Hello 日本 \ufdee") == "Hello 日本 \ufdee"


def test_a_prompt_of_many_megabytes_goes_both_ways() -> None:
    assert render(FINE, "Hello 日本 " * 500_000) == "Hello 日本 " * 500_000


def test_a_template_without_an_end_fails_its_prompt_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "COMPUTING_SECONDS", 0.3)
    monkeypatch.setattr(renderers, "WAIT_SECONDS", 60)  # a busy machine is slow to replace them
    with closing(Templates(make_tokenizer(SOMETIMES_ENDLESS))) as some:
        for _ in range(3):
            with pytest.raises(InvalidRequest, match="takes too long"):
                ask(some, "loop")
            assert ask(some, "go") == "ok"


def test_nobody_waits_for_a_template_that_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "COMPUTING_SECONDS", 600)
    monkeypatch.setattr(templates, "CLOCK_SECONDS", 600)
    with closing(Templates(make_tokenizer(SOMETIMES_ENDLESS))) as some:
        children(some)
        failed = threading.Event()

        def loop() -> None:
            with pytest.raises(InvalidRequest, match="takes too long"):
                ask(some, "loop")
            failed.set()

        slow = threading.Thread(target=loop)
        slow.start()
        wait_for(lambda: len(some._renderers._idle) == 1, what="the slow one to begin")
        assert [ask(some, "go") for _ in range(20)] == ["ok"] * 20
        assert not failed.is_set()
    slow.join(10)  # closing killed its child
    assert failed.is_set()


@pytest.mark.parametrize("content", ["Hello", "more than a pipe holds " * 100_000])
def test_a_stuck_child_is_killed_and_replaced(
    monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(templates, "CLOCK_SECONDS", 2.0)
    monkeypatch.setattr(renderers, "WAIT_SECONDS", 60)
    with closing(Templates(make_tokenizer(FINE))) as some:
        with stuck(some) as before, ThreadPoolExecutor(2) as others:
            began = time.monotonic()
            for asked in [others.submit(ask, some, content) for _ in before]:
                with pytest.raises(InvalidRequest, match="takes too long"):
                    asked.result()
            assert time.monotonic() - began < 20
        assert ask(some, "Hello") == "Hello"
        assert not set(children(some)) & set(before)


def test_a_child_that_died_in_its_sleep_costs_nobody_a_prompt() -> None:
    with closing(Templates(make_tokenizer(FINE))) as some:
        kill(*children(some))
        assert ask(some, "Hello") == "Hello"


def test_all_models_of_a_process_share_what_their_children_come_from() -> None:
    with closing(Templates(make_tokenizer(FINE))) as one:
        children(one)
        first = server()
        with closing(Templates(make_tokenizer(FINE))) as other:
            assert len(children(one) + children(other)) == 2 * renderers.CHILDREN
            assert len(psutil.Process(first.pid).children()) >= 2 * renderers.CHILDREN
        assert server() is first


def test_when_what_they_come_from_dies_they_live_on_and_others_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(renderers, "PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(renderers, "WAIT_SECONDS", 60)
    with closing(Templates(make_tokenizer(FINE))) as some:
        both, before = children(some), server()
        before.kill()
        before.wait()
        assert ask(some, "Hello") == "Hello"
        kill(*both)
        assert ask(some, "Hello") == "Hello"
        assert server() is not before


def test_nothing_is_left_when_the_worker_is_killed() -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", HOLDS_CHILDREN], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert worker.stdout is not None
    with worker:
        pids = json.loads(worker.stdout.readline())
        assert len(pids) == 1 + renderers.CHILDREN
        worker.kill()
    wait_for(lambda: not any(map(psutil.pid_exists, pids)), what="all of them to end")


def test_who_waits_too_long_for_others_may_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "CLOCK_SECONDS", 60)
    monkeypatch.setattr(renderers, "WAIT_SECONDS", 0.2)
    with closing(Templates(make_tokenizer(FINE))) as some, ThreadPoolExecutor(2) as others:
        with stuck(some) as both:
            waiting = [others.submit(ask, some, "Hello") for _ in both]
            wait_for(lambda: not some._renderers._idle, what="both to be taken")
            with pytest.raises(Overloaded, match="Too many prompts"):
                ask(some, "Hello")
        for child in both:
            os.kill(child.pid, signal.SIGCONT)
        assert [one.result() for one in waiting] == ["Hello"] * 2


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (GREEDY, "memory"),
        ("{% for i in range(10**9) %}{% endfor %}", "Range too big"),
        ("{{ messages.__class__.__mro__ }}", "unsafe|access"),
        ("{{ raise_exception('no such role') }}", "no such role"),
        ("{{ messages[0].nothing.more }}", "no attribute|undefined"),
        ("{% for %}", "Expected|expected"),
    ],
)
def test_a_template_that_fails_says_why(template: str, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        render(template)
