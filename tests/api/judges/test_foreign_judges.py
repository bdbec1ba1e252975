"""Clients that want other versions of packages than we do, in an environment of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.api.judges.conftest import AllPlacesTaken
from tests.support.processes import ROOT
from tests.support.program import Program

FOREIGN = Path(__file__).with_name("foreign")
PYTHON = ROOT / ".venv-judges" / "bin" / "python"


@pytest.mark.timeout(400)  # each asks the small model for dozens of answers
@pytest.mark.parametrize("judge", ["langchain", "litellm", "text_generation"])
def test_a_foreign_judge_is_content(
    judge: str,
    pocket_program: Program,
    program: Program,
    busy_program: Program,
    all_places_taken: AllPlacesTaken,
) -> None:
    assert PYTHON.exists(), "python3 deploy/setup/install.py judges, as `make test` does"
    environment = {
        "SITE": pocket_program.site.url,
        "KEY": pocket_program.secret,
        "SCRIPTED_SITE": program.site.url,
        "SCRIPTED_KEY": program.secret,
        "FULL_KEY": busy_program.secret,
    }
    with all_places_taken():
        judged = subprocess.run(
            [PYTHON, "-m", "pytest", "--confcutdir", FOREIGN, FOREIGN / f"{judge}_judge.py"],
            cwd=FOREIGN,
            env={**os.environ, **environment, "PYTEST_ADDOPTS": ""},
            capture_output=True,
            check=False,
            text=True,
        )
    print(judged.stdout)  # noqa: T201 - for -s, and where it fails
    assert judged.returncode == 0, judged.stdout + judged.stderr
