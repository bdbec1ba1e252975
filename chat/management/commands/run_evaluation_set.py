"""`manage.py run_evaluation_set set.jsonl --model other`: what another model answers, beside what
was rated."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chat.evaluation.cases import Case, Result, UnreadableCase, read_results, read_set
from chat.evaluation.differences import kind_of, report, report_json
from chat.evaluation.running import run
from inference.exceptions import InferenceError

MOST_AT_ONCE = 4  # places that requests in the background have


class Command(BaseCommand):
    help = "Ask a model for all cases of an evaluation set and show the differences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("set", type=Path, metavar="FILE", help="by export_evaluation_set")
        parser.add_argument("--model", required=True, metavar="NAME")
        parser.add_argument(
            "--out",
            type=Path,
            metavar="FILE",
            help="gets a line for each case; a run that was cut off goes on from it "
            "(FILE.NAME.jsonl beside the set, if not given)",
        )
        parser.add_argument(
            "--concurrency", type=_concurrency, default=2, metavar="N", help="cases at once, 1 to 4"
        )
        parser.add_argument("--json", action="store_true", help="the report for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        model, out = options["model"], options["out"] or _beside(options["set"], options["model"])
        cases, unreadable = self._read(options["set"], model)
        try:
            known = read_results(out)
        except OSError as error:
            raise CommandError(f"{out} cannot be used: {error}") from error
        _check_model(known, model, out)
        done = {one: result for one, result in known.items() if result.error is None}
        left = [one for one in cases if one.id not in done]
        if len(left) < len(cases):
            self._tell(f"{len(cases) - len(left)} of {len(cases)} are in {out} already.")
        done |= self._run(left, model=model, out=out, concurrency=options["concurrency"])
        results = [*(done[one.id] for one in cases), *unreadable]
        if options["json"]:
            told = report_json(results, model=model)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for line in report(results, model=model):
                self.stdout.write(line)

    def _read(self, path: Path, model: str) -> tuple[list[Case], list[Result]]:
        """Its cases, each id once, and what is no case."""
        cases: dict[str, Case] = {}
        unreadable = []
        try:
            for number, found in read_set(path):
                if isinstance(found, UnreadableCase):
                    broken = Case(id=f"line {number}", turns=(), old="")
                    unreadable.append(Result.of(broken, model, error=str(found)))
                else:
                    cases[found.id] = found
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        return list(cases.values()), unreadable

    def _run(
        self, cases: list[Case], *, model: str, out: Path, concurrency: int
    ) -> dict[str, Result]:
        results: dict[str, Result] = {}
        answers = run(cases, model=model, concurrency=concurrency)
        with out.open("a", encoding="utf-8") as file, closing(answers):
            try:
                for result in answers:
                    file.write(result.to_line())
                    file.flush()
                    results[result.id] = result
                    why = f": {result.error}" if result.error else ""
                    self._tell(f"{len(results)}/{len(cases)} {result.id} {kind_of(result)}{why}")
            except (InferenceError, KeyboardInterrupt) as error:
                why = str(error) or "Interrupted."
                again = f"{len(cases) - len(results)} cases are left; the same command goes on."
                raise CommandError(f"{why} {again}") from error
        return results

    def _tell(self, words: str) -> None:
        self.stderr.write(words, style_func=str)


def _beside(path: Path, model: str) -> Path:
    name = re.sub(r"[^\w.-]", "_", model)
    return path.with_name(f"{path.stem}.{name}.jsonl")


def _check_model(known: dict[str, Result], model: str, out: Path) -> None:
    others = {one.model for one in known.values()} - {model}
    if others:
        raise CommandError(f"{out} has answers of {', '.join(sorted(others))}: name another --out.")


def _concurrency(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_AT_ONCE:
        raise ArgumentTypeError(f"{text!r} is not 1 to {MOST_AT_ONCE}")
    return int(text)
