"""Score calls and thoughts of a saved model: `python -m inference.pocket.evaluate_tools`.

Knows the three tools, lists them all with every question, and plays them with fixed results.
"""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.pocket.architecture import MODEL_DIRECTORY
from inference.pocket.evaluate import Speaker
from inference.pocket.rubric import says

TOOL_CASES = Path(__file__).parent / "tool_cases.jsonl"
THINKING_CASES = Path(__file__).parent / "thinking_cases.jsonl"
MAX_NEW_TOKENS = 120
CALL = re.compile(r"<tool_call>(.*?)</tool_call>")
RESULTS = {"clock": "Thursday, 17 June 2027, 16:48", "calculator": "739152", "dice": "[4, 1]"}
# What a good answer says of each result.
SPOKEN = {"clock": "16:48", "calculator": "739152", "dice": "4 and 1"}


def tool(name: str, description: str, **properties: str) -> dict[str, Any]:
    """A function of the OpenAI form; properties are given with their JSON types."""
    parameters = {
        "type": "object",
        "properties": {key: {"type": kind} for key, kind in properties.items()},
    }
    function = {"name": name, "description": description, "parameters": parameters}
    return {"type": "function", "function": function}


# In words that the corpus does not hold.
CLOCK = tool("clock", "Knows how late it is on this machine.")
CALCULATOR = tool(
    "calculator", "Crunches numbers that are too large for a head.", expression="string"
)
DICE = tool("dice", "Lets chance decide.", sides="integer", count="integer")
TOOLS = [CLOCK, CALCULATOR, DICE]


@dataclass(frozen=True)
class ToolCase:
    """A question, and the calls that it wants: none, one or two."""

    question: str
    calls: list[dict[str, Any]]

    @property
    def kind(self) -> str:
        names = [call["name"] for call in self.calls]
        return {0: "no tool", 1: "".join(names)}.get(len(names), "two calls")


@dataclass(frozen=True)
class ToolOutcome:
    case: ToolCase
    reply: str
    answer: str

    @property
    def called(self) -> bool:
        """Exactly the wanted calls; where none is wanted, a reply without one."""
        return calls_in(self.reply) == self.case.calls

    @property
    def reached(self) -> bool:
        """The wanted tools are called, whatever the arguments, and every call is sound JSON."""
        names = [call.get("name") for call in calls_in(self.reply)]
        return None not in names and {call["name"] for call in self.case.calls} <= set(names)

    @property
    def answered(self) -> bool:
        """The results are in the answer; where there are none, the reply was the answer."""
        return self.called and all(says(self.answer, SPOKEN[c["name"]]) for c in self.case.calls)


@dataclass(frozen=True)
class ThinkingCase:
    """A question, and words of which a good answer holds one."""

    question: str
    answers: list[str]


@dataclass(frozen=True)
class ThinkingOutcome:
    case: ThinkingCase
    aloud: str
    plain: str

    @property
    def thought(self) -> bool:
        """A thought and an answer where it was asked to think, and no thought where not."""
        thought, end, answer = self.aloud.partition("</think>")
        return bool(thought.strip() and end and answer.strip()) and "think>" not in self.plain

    @property
    def right(self) -> bool:
        answer = self.aloud.partition("</think>")[2]
        return self.thought and any(says(answer, word) for word in self.case.answers)


def calls_in(reply: str) -> list[dict[str, Any]]:
    """The calls of a reply; one that is no JSON counts as one that nobody wanted."""
    return [parsed_call(body) for body in CALL.findall(reply)]


def parsed_call(body: str) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except json.JSONDecodeError:
        return {"malformed": body}
    return parsed if isinstance(parsed, dict) else {"malformed": body}


def judge_tools(speaker: Speaker, case: ToolCase) -> ToolOutcome:
    messages: list[dict[str, Any]] = [{"role": "user", "content": case.question}]
    reply, _ = speaker.reply(messages, MAX_NEW_TOKENS, tools=TOOLS)
    if not case.calls:
        return ToolOutcome(case, reply, reply)
    calls = [{"type": "function", "function": call} for call in case.calls]
    messages.append({"role": "assistant", "content": "", "tool_calls": calls})
    messages += [{"role": "tool", "content": RESULTS[call["name"]]} for call in case.calls]
    answer, _ = speaker.reply(messages, MAX_NEW_TOKENS, tools=TOOLS)
    return ToolOutcome(case, reply, answer)


def judge_thinking(speaker: Speaker, case: ThinkingCase) -> ThinkingOutcome:
    messages = [{"role": "user", "content": case.question}]
    aloud, _ = speaker.reply(messages, MAX_NEW_TOKENS, enable_thinking=True)
    plain, _ = speaker.reply(messages, MAX_NEW_TOKENS, enable_thinking=False)
    return ThinkingOutcome(case, aloud, plain)


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_tool_cases() -> list[ToolCase]:
    return [ToolCase(**line) for line in read_lines(TOOL_CASES)]


def read_thinking_cases() -> list[ThinkingCase]:
    return [ThinkingCase(**line) for line in read_lines(THINKING_CASES)]


def print_share(name: str, passes: Sequence[bool]) -> None:
    print(f"{name:<22} {sum(passes):>3}/{len(passes)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Score calls and thoughts of the bundled model.")
    parser.add_argument("--model", type=Path, default=MODEL_DIRECTORY)
    parser.add_argument("--failures", action="store_true", help="also show what failed")
    options = parser.parse_args()
    speaker = Speaker(options.model)
    outcomes = [judge_tools(speaker, case) for case in read_tool_cases()]
    thoughts = [judge_thinking(speaker, case) for case in read_thinking_cases()]
    if options.failures:
        for outcome in outcomes:
            if not outcome.answered:
                print(f"{outcome.case.question}\n    -> {outcome.reply!r} -> {outcome.answer!r}")
        for thinking in thoughts:
            if not thinking.right:
                print(f"{thinking.case.question}\n    -> {thinking.aloud!r} / {thinking.plain!r}")
    for kind in dict.fromkeys(outcome.case.kind for outcome in outcomes):
        of_kind = [outcome for outcome in outcomes if outcome.case.kind == kind]
        print_share(f"{kind}: reached", [outcome.reached for outcome in of_kind])
        print_share(f"{kind}: called", [outcome.called for outcome in of_kind])
        print_share(f"{kind}: answered", [outcome.answered for outcome in of_kind])
    print_share("thought when asked", [outcome.thought for outcome in thoughts])
    print_share("and answered right", [outcome.right for outcome in thoughts])


if __name__ == "__main__":
    main()
