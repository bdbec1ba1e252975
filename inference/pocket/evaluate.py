"""Score a saved model on phrasings that it never saw: `python -m inference.pocket.evaluate`.

Knows how to ask and how to count. What a good reply is stands in `rubric`.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from inference.pocket.architecture import MODEL_DIRECTORY
from inference.pocket.rubric import SETS, Case, read_cases

MAX_NEW_TOKENS = 120
LONG_MARGIN_TOKENS = 10  # a case that wants a long reply is let run a little past its minimum


@dataclass(frozen=True)
class Outcome:
    case: Case
    reply: str
    passed: bool


class Speaker:
    """A saved model, loaded as anyone would load it, that answers greedily."""

    def __init__(self, directory: Path) -> None:
        # Any: the library's types cover every shape that its options can give at once.
        self.tokenizer: Any = AutoTokenizer.from_pretrained(directory)
        self.model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()

    def reply(
        self, messages: list[dict[str, Any]], max_new_tokens: int, **template_options: Any
    ) -> tuple[str, int]:
        """The reply's text and its length in tokens; options such as `tools` go to the template."""
        prompt = self.tokenizer.apply_chat_template(
            messages,
            add_generation_prompt=True,
            return_tensors="pt",
            return_dict=True,
            **template_options,
        )
        with torch.inference_mode():
            output = self.model.generate(
                **prompt,
                do_sample=False,
                temperature=None,
                top_p=None,
                max_new_tokens=max_new_tokens,
            )
        new = output[0, prompt["input_ids"].shape[1] :]
        return self.tokenizer.decode(new, skip_special_tokens=True), len(new)


def judge(speaker: Speaker, case: Case) -> Outcome:
    messages = [{"role": "system", "content": case.system}] if case.system else []
    limit = max(MAX_NEW_TOKENS, case.min_tokens + LONG_MARGIN_TOKENS)
    reply, token_count = "", 0
    for turn in case.turns:
        messages.append({"role": "user", "content": turn})
        reply, token_count = speaker.reply(messages, limit)
        messages.append({"role": "assistant", "content": reply})
    return Outcome(case, reply, case.accepts(reply, token_count))


def evaluate(directory: Path = MODEL_DIRECTORY, name: str = "held_out") -> list[Outcome]:
    speaker = Speaker(directory)
    return [judge(speaker, case) for case in read_cases(name)]


def print_table(outcomes: Sequence[Outcome]) -> None:
    by_category: dict[str, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        by_category[outcome.case.category].append(outcome.passed)
        by_category["total"].append(outcome.passed)
    by_category["total"] = by_category.pop("total")  # last line of the table
    for category, passes in by_category.items():
        print(f"{category:<12} {sum(passes):>4}/{len(passes):<4} {sum(passes) / len(passes):>6.1%}")


def print_failures(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.passed:
            asked = " / ".join(outcome.case.turns)
            print(f"[{outcome.case.category}] {asked}\n    -> {outcome.reply!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the bundled model.")
    parser.add_argument("--model", type=Path, default=MODEL_DIRECTORY)
    parser.add_argument("--set", choices=list(SETS), default="held_out", help="which questions")
    parser.add_argument("--failures", action="store_true", help="also show what failed")
    options = parser.parse_args()
    outcomes = evaluate(options.model, options.set)
    if options.failures:
        print_failures(outcomes)
    print_table(outcomes)


if __name__ == "__main__":
    main()
