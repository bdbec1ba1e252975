"""`openai`, the JavaScript client, as npm has it: its tests are in openai_node.mjs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.api.judges.conftest import AllPlacesTaken
from tests.support.document import NODE
from tests.support.program import Program

JUDGE = Path(__file__).with_name("openai_node.mjs")


def test_the_javascript_client_is_content(
    pocket_program: Program,
    program: Program,
    busy_program: Program,
    all_places_taken: AllPlacesTaken,
) -> None:
    environment = {
        "SITE": pocket_program.site.url,
        "KEY": pocket_program.secret,
        "SCRIPTED_SITE": program.site.url,
        "SCRIPTED_KEY": program.secret,
        "FULL_KEY": busy_program.secret,
    }
    with all_places_taken():
        told = subprocess.run(
            [NODE, "--test", "--test-reporter=tap", JUDGE],
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
            text=True,
        )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "# fail 0\n" in told.stdout
