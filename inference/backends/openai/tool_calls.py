"""Join what servers send of tool calls into parts with one id, one name and their arguments.

vLLM sends fragments with an index; others whole calls at once, without index or id, or all of them
with the index 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from inference.contract import ToolCallPart


@dataclass(slots=True)
class _Call:
    index: int
    id: str = ""
    name: str = ""
    held: str = ""  # arguments that came before the name


class ToolCalls:
    """The calls of one choice."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self._by_their_index: dict[int, _Call] = {}

    def __bool__(self) -> bool:
        return bool(self._calls)

    def push(self, fragments: Sequence[Mapping[str, Any]], choice: int) -> Iterator[ToolCallPart]:
        for fragment in fragments:
            function = fragment.get("function") or {}
            name, call_id = function.get("name") or "", fragment.get("id") or ""
            call = self._call(fragment.get("index"), call_id, name)
            call.held += _text(function.get("arguments"))
            is_named = bool(call.name)
            call.id, call.name = call.id or call_id, call.name or name
            if not call.name:
                continue
            arguments, call.held = call.held, ""
            if is_named:
                if arguments:
                    yield ToolCallPart(index=call.index, arguments=arguments, choice=choice)
                continue
            call.id = call.id or f"call_{uuid4().hex}"
            yield ToolCallPart(
                index=call.index, id=call.id, name=call.name, arguments=arguments, choice=choice
            )

    def _call(self, their_index: int | None, call_id: str, name: str) -> _Call:
        known = (
            self._by_their_index.get(their_index)
            if their_index is not None
            else (self._calls[-1] if self._calls else None)
        )
        if known is None or _is_another(known, call_id, name):
            known = _Call(len(self._calls))
            self._calls.append(known)
            if their_index is not None:
                self._by_their_index[their_index] = known
        return known


def _is_another(known: _Call, call_id: str, name: str) -> bool:
    """A name begins a call; some servers repeat id and name with every fragment of it."""
    return bool(known.name and name) and not (call_id and call_id == known.id)


def _text(arguments: Any) -> str:
    if arguments is None or isinstance(arguments, str):
        return arguments or ""
    return json.dumps(arguments, ensure_ascii=False)
