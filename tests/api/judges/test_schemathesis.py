"""schemathesis: thousands of calls made of /api/openapi.json, fitting and unfitting ones. No answer
is a 500, and each is what the document says."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import Person
from tests.support.processes import ROOT
from tests.support.program import Program
from tests.support.site import running_site

FOREIGN = Path(__file__).with_name("foreign")
COMMAND = ROOT / ".venv-judges" / "bin" / "st"
# What fits the document may still be refused: how parameters go together is in no schema.
NOT_CHECKED = "positive_data_acceptance"


@pytest.fixture(scope="module")
def quick_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """At a site whose answers are short and quickly written: it is not about their text."""
    quick = {"SCRIPTED_REPLY_TOKENS": "5", "SCRIPTED_TOKENS_PER_SECOND": "1000"}
    with (
        running_site(tmp_path_factory.mktemp("quick"), quick) as site,
        Person.signed_up(site, "alice") as alice,
        Program.of(alice) as program,
    ):
        yield program


@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(60, marks=pytest.mark.timeout(240)),
        pytest.param(600, marks=[pytest.mark.nightly, pytest.mark.timeout(900)]),
    ],
)
def test_every_answer_is_what_the_document_says(
    seconds: int, quick_program: Program, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    command: list[str | Path] = [
        *(COMMAND, "--config-file", FOREIGN / "schemathesis.toml", "run"),
        f"{quick_program.site.url}/api/openapi.json",
        *("--header", f"Authorization: Bearer {quick_program.secret}"),
        *("--max-time", str(seconds), "--request-timeout", "30"),
        *("--exclude-checks", NOT_CHECKED),
        *("--report", "json", "--report-json-path", report, "--no-color"),
    ]
    environment = {**os.environ, "GENERATION": quick_program.ask("Hello").json()["id"]}
    judged = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, check=False, text=True
    )
    assert judged.returncode == 0, judged.stdout + judged.stderr
    told = json.loads(report.read_text())
    assert told["operations"]["tested"] == told["operations"]["total"] > 15
    assert told["test_cases"]["generated"] > 300
