"""Has the model's chat template filled by a child process, under limits of time and memory.

See docs/decisions/0016 on why a process and not a thread.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from inference.backends.transformers.prompting.renderers import Renderers
from inference.exceptions import InvalidRequest

COMPUTING_SECONDS = 2.0  # an ordinary prompt takes a thousandth of it
CLOCK_SECONDS = 5.0  # for the same on a machine that has no time, and when the child is stuck
RENDER_BYTES = 512 * 1024 * 1024
MOST_CHARACTERS = 300  # of what a template says
Message = dict[str, Any]


class Templates:
    """The templates of one tokenizer; any number of threads may render."""

    def __init__(self, tokenizer: Any) -> None:
        self._plain: str = tokenizer.get_chat_template()
        self._with_tools: str = tokenizer.get_chat_template(tools=[{}])  # often the same
        self._constants = dict(tokenizer.special_tokens_map)
        limits = {"seconds": COMPUTING_SECONDS, "bytes": RENDER_BYTES}
        self._renderers = Renderers(limits, seconds=CLOCK_SECONDS)

    @property
    def digest(self) -> str:
        """SHA-256 of the text that chats are filled into, whatever tools they have."""
        return hashlib.sha256(self._plain.encode()).hexdigest()

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
        add_generation_prompt: bool = True,
    ) -> str:
        """Raises InvalidRequest when the template refuses them or takes too long, Overloaded when
        too many wait."""
        arguments = {
            "conversations": [messages],
            "tools": list(tools) or None,
            "chat_template": self._with_tools if tools else self._plain,
            "continue_final_message": continue_final_message,
            "add_generation_prompt": add_generation_prompt and not continue_final_message,
            **self._constants,
            **(variables or {}),
        }
        line = self._renderers.ask(json.dumps(arguments).encode())
        if line is None:
            raise InvalidRequest(
                "The model's chat template takes too long for this conversation.", field="turns"
            )
        answer: dict[str, str] = json.loads(line)
        if "error" in answer:
            reason = answer["error"][:MOST_CHARACTERS]
            raise InvalidRequest(
                f"The model cannot take this conversation: {reason}", field="turns"
            )
        return answer["text"]

    def close(self) -> None:
        self._renderers.close()

    def _has_variable(self, name: str) -> bool:
        return re.search(rf"(?<![.\w'\"])\b{name}\b(?!['\"])", self._with_tools) is not None
