"""Has the model's chat template filled by a child process, under limits of time and memory.

One child for all, started early and again after each that a rendering killed. See
docs/decisions/0016 on why a process and not a thread.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inference.exceptions import InvalidRequest, Overloaded

CHILD = Path(__file__).with_name("template_child.py")
RENDER_SECONDS = 2.0  # of computing; an ordinary prompt takes a thousandth of it
RENDER_BYTES = 512 * 1024 * 1024
WAIT_SECONDS = 30.0  # for the prompts of others; then the request may come again
MOST_CHARACTERS = 300  # of what a template says
Message = dict[str, Any]


class Templates:
    """The templates of one tokenizer; any number of threads may render, one at a time."""

    def __init__(self, tokenizer: Any) -> None:
        self._plain: str = tokenizer.get_chat_template()
        self._with_tools: str = tokenizer.get_chat_template(tools=[{}])  # often the same
        self._constants = dict(tokenizer.special_tokens_map)
        self._lock = threading.Lock()
        # Now, so that no prompt waits for its imports.
        self._child: subprocess.Popen[str] | None = self._start()

    @property
    def takes_tools(self) -> bool:
        return self._has_variable("tools")

    @property
    def thinking_switch(self) -> str | None:
        """The variable that turns thinking on and off."""
        return next(filter(self._has_variable, ("enable_thinking", "thinking")), None)

    @property
    def wants_short_ids(self) -> bool:
        """Mistral's insist on call ids of nine characters."""
        return re.search(r"length\s*[!=]=\s*9\b", self._with_tools) is not None

    def render(
        self,
        messages: Sequence[Message],
        *,
        tools: Sequence[Message] = (),
        variables: Mapping[str, Any] | None = None,
        continue_final_message: bool = False,
    ) -> str:
        """Raises InvalidRequest when the template refuses them or takes too long, Overloaded when
        too many wait."""
        arguments = {
            "conversations": [messages],
            "tools": list(tools) or None,
            "chat_template": self._with_tools if tools else self._plain,
            "continue_final_message": continue_final_message,
            "add_generation_prompt": not continue_final_message,
            **self._constants,
            **(variables or {}),
        }
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise Overloaded(
                "Too many prompts are being made. Try again in a moment.", retry_after_seconds=5
            )
        try:
            answer = self._ask(json.dumps(arguments))
        finally:
            self._lock.release()
        if answer is None:
            raise InvalidRequest("The model's chat template takes too long for this conversation.")
        if "error" in answer:
            reason = answer["error"][:MOST_CHARACTERS]
            raise InvalidRequest(f"The model cannot take this conversation: {reason}")
        return answer["text"]

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _has_variable(self, name: str) -> bool:
        return re.search(rf"(?<![.\w'\"])\b{name}\b(?!['\"])", self._with_tools) is not None

    def _ask(self, question: str) -> dict[str, str] | None:
        """`None`: it died of it."""
        child = self._living_child()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(question + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self._let_go()
            return None
        answer: dict[str, str] = json.loads(line)
        return answer

    def _living_child(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self._let_go()
            self._child = self._start()
        return self._child

    def _start(self) -> subprocess.Popen[str]:
        child = subprocess.Popen(  # noqa: S603  # our own file
            [sys.executable, "-P", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is ours to handle; it ends when its input does
        )
        assert child.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # told by the first rendering
            settings = {"seconds": RENDER_SECONDS, "bytes": RENDER_BYTES}
            child.stdin.write(json.dumps(settings) + "\n")
            child.stdin.flush()
        return child

    def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            with contextlib.suppress(BrokenPipeError):
                child.communicate()
