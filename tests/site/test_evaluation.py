"""Sets of rated replies, exported from a site and run on its model."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.support.people import Person
from tests.support.processes import ROOT
from tests.support.site import Site
from tests.support.waiting import wait_for

Json = dict[str, Any]
MODEL = ("--model", "scripted")


def case(name: str, asked: str, old: str, **metadata: Any) -> Json:
    said = [{"role": "user", "content": asked}, {"role": "assistant", "content": old}]
    return {"messages": said, "metadata": {"id": name, "rating": "bad", **metadata}}


def written(path: Path, *lines: Json | str) -> Path:
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines))
    return path


def run(site: Site, path: Path, *arguments: str) -> Json:
    found: Json = json.loads(
        site.managed("run_evaluation_set", str(path), *MODEL, "--json", *arguments)
    )
    return found


def kinds(report: Json) -> dict[str, str]:
    return {one["id"]: one["kind"] for one in report["cases"]}


async def test_what_was_rated_on_the_page_is_run_again(
    site: Site, alice: Person, tmp_path: Path
) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!reply One two three")
        await tab.whole_reply(accepted["generation"])
    reply = accepted["reply"]["id"]
    path, page = f"/feedback/{reply}/", accepted["conversation"]["url"]
    wait_for(lambda: '"finished"' in alice.http.get(page).text, what="the saved reply")
    form = alice.filled_in(page, {"rating": "good", "comment": "Just so.", "reasons": "correct"})
    assert alice.hand_in(path, form).json() == {"rating": "good"}
    reader = f"reader-{uuid4().hex[:8]}"
    site.manage("createsuperuser", "--noinput", "--username", reader, "--email", "r@example.org")
    out = tmp_path / "set.jsonl"
    why = ("--reader", reader, "--reason", "To try it on another model.")
    site.manage("export_evaluation_set", *why, "--commented", "--out", str(out))
    (told,) = [line for line in out.read_text().splitlines() if reply in line]
    assert json.loads(told)["metadata"]["model"] == "scripted"
    report = run(site, written(out, told))
    assert report["counts"] == {"same": 1, "different": 0, "failed": 0}
    assert report["cases"][0]["new"] == "One two three"
    assert report["cases"][0]["comment"] == "Just so."


def test_differences_failures_and_wrong_lines_are_told_and_end_nothing(
    site: Site, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "set.jsonl",
        case("same", "!reply One two", "One two"),
        case("changed", "!reply One two", "One three"),
        case("broken", "!fail after 1", "Fine."),
        case("refused", "!reply One", "One", sampling={"temperature": 9}),
        "{",
    )
    report = run(site, path, "--concurrency", "4")
    assert kinds(report) == {
        "same": "same",
        "changed": "different",
        "broken": "failed",
        "refused": "failed",
        "line 5": "failed",
    }
    changed = next(one for one in report["cases"] if one["id"] == "changed")
    assert changed["difference"] == "One [-three-]{+two+}"
    out = tmp_path / "set.scripted.jsonl"
    assert len(out.read_text().splitlines()) == 4
    words = site.managed("run_evaluation_set", str(path), *MODEL)
    assert "difference │ One [-three-]{+two+}" in words
    assert "5 cases on scripted: 1 same, 1 different, 3 failed." in words
    assert len(out.read_text().splitlines()) == 6  # what failed was tried again, and nothing else


def test_a_run_that_was_cut_off_goes_on(site: Site, tmp_path: Path) -> None:
    quick = [case(f"quick {n}", f"!reply {n}", f"{n}") for n in range(3)]
    slow = case("slow", "!delay 60\n!reply At last", "At last")
    path, out = written(tmp_path / "set.jsonl", *quick, slow), tmp_path / "out.jsonl"
    command = [sys.executable, "manage.py", "run_evaluation_set", str(path), *MODEL]
    running = subprocess.Popen(
        [*command, "--out", str(out), "--concurrency", "1"], cwd=ROOT, env=site.environment
    )
    client = site.redis_client()
    try:
        wait_for(
            lambda: out.exists() and out.read_text().count("\n") == 3,
            seconds=90,
            what="three answers",
        )
        wait_for(lambda: client.zcard("replies:active:background") == 1, what="the slow one")
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 1
    finally:
        running.kill()
    wait_for(lambda: client.zcard("replies:active:background") == 0, what="the stop")

    kept = out.read_text()
    out.write_text(kept + kept[:40])  # killed in the middle of a line
    written(path, *quick, case("slow", "!reply At last", "At last"))
    assert run(site, path, "--out", str(out))["counts"] == {"same": 4, "different": 0, "failed": 0}
    assert out.read_text().startswith(kept)
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == [
        *("quick 0", "quick 1", "quick 2"),
        "slow",
    ]


def test_a_model_that_is_not_there_is_told_at_once(site: Site, tmp_path: Path) -> None:
    path = written(tmp_path / "set.jsonl", case("one", "!reply One", "One"))
    command = [sys.executable, "manage.py", "run_evaluation_set", str(path), "--model", "nobody"]
    ended = subprocess.run(
        command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "nobody" in ended.stderr
    assert "1 cases are left" in ended.stderr
