"""A set that is read again, and what came of its cases: one line of JSON for each, so that a run
that was cut off goes on. Knows no engine and no database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from inference.contract import Sampling, Turn

ROLES = ("system", "user", "assistant")


class UnreadableCase(Exception):
    """The text says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """turns: what is to be answered. old: the answer that was rated, or the better of two."""

    id: str
    turns: tuple[Turn, ...]
    old: str
    old_model: str = ""
    rating: str = ""
    comment: str = ""
    sampling: Sampling = field(default_factory=Sampling)

    @property
    def asked(self) -> str:
        return next((one.content for one in reversed(self.turns) if one.role == "user"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What another model answered, or why it did not. Kept with all that tells the difference."""

    id: str
    model: str
    asked: str
    old_model: str
    old: str
    rating: str
    comment: str
    new: str = ""
    revision: str = ""
    finish_reason: str | None = None
    completion_token_count: int | None = None
    error: str | None = None

    @property
    def is_same(self) -> bool:
        return self.error is None and self.new == self.old

    @classmethod
    def of(cls, case: Case, model: str, **more: Any) -> Self:
        return cls(
            id=case.id,
            model=model,
            asked=case.asked,
            old_model=case.old_model,
            old=case.old,
            rating=case.rating,
            comment=case.comment,
            **more,
        )

    def to_line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


def read_set(path: Path) -> Iterator[tuple[int, Case | UnreadableCase]]:
    """With the number of its line; of a wrong one why. Raises OSError."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield number, _case(json.loads(line))
            except UnreadableCase as error:
                yield number, error
            except (ValueError, RecursionError) as error:
                yield number, UnreadableCase(f"It is no JSON: {error}")


def read_results(path: Path) -> dict[str, Result]:
    """The last of each case. A line that was cut off is cut away, so that the next one is whole."""
    results: dict[str, Result] = {}
    if not path.exists():
        return results
    whole = 0
    with path.open("rb+") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            result = _result(line)
            if result is not None:
                results[result.id] = result
        file.truncate(whole)
    return results


def _result(line: bytes) -> Result | None:
    try:
        values = json.loads(line)
        names = {one.name for one in fields(Result)}
        return Result(**{name: value for name, value in values.items() if name in names})
    except (ValueError, TypeError, AttributeError):
        return None  # not one of ours; its case is asked again


def _case(value: Any) -> Case:
    """Of either form of docs/evaluation.md, ours or of others."""
    if not isinstance(value, dict):
        raise UnreadableCase("A case is an object.")
    if "prompt" in value:
        asked, (old,) = _turns(value["prompt"]), _turns(value.get("chosen"))[-1:]
        about = _object(value, "metadata")
        about = {**_object(about, "chosen"), "id": about.get("id")}
    else:
        *asked, old = _turns(value.get("messages"))
        about = _object(value, "metadata")
    if old.role != "assistant" or not asked or asked[-1].role != "user":
        raise UnreadableCase("The last message must be an assistant's that answers a user.")
    try:
        sampling = Sampling.from_json(_object(about, "sampling"))
    except (TypeError, ValueError) as error:
        raise UnreadableCase(f"sampling: {error}") from error
    known = {name: str(about.get(name) or "") for name in ("rating", "comment")}
    return Case(
        id=str(about.get("id") or _name(asked, old)),
        turns=tuple(asked),
        old=old.content,
        old_model=str(about.get("model") or ""),
        sampling=sampling,
        **known,
    )


def _turns(messages: Any) -> list[Turn]:
    if not isinstance(messages, list) or not messages:
        raise UnreadableCase("Its messages must be a list.")
    return [_turn(one) for one in messages]


def _turn(message: Any) -> Turn:
    role, content = (
        (message.get("role"), message.get("content")) if isinstance(message, dict) else (None, None)
    )
    if role not in ROLES or not isinstance(content, str):
        raise UnreadableCase(f"A message has one of the roles {', '.join(ROLES)}, and a text.")
    return Turn(role=role, content=content)


def _object(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name) or {}
    if not isinstance(found, dict):
        raise UnreadableCase(f"{name} must be an object.")
    return found


def _name(asked: list[Turn], old: Turn) -> str:
    """For a case without one: the same whenever it is read."""
    said = json.dumps([[one.role, one.content] for one in (*asked, old)])
    return sha256(said.encode(errors="replace")).hexdigest()[:16]
