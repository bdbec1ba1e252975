"""What is deleted leaves the files of a site, too."""

from __future__ import annotations

from pathlib import Path

from tests.support.people import PASSWORD, Person
from tests.support.site import Site
from tests.support.waiting import wait_for

CANARY = b"kanarienvogel"


def files_with_it(site: Site) -> list[str]:
    """Database with its free pages, write-ahead log, Redis' files, logs, everything."""
    files = [path for path in Path(site.environment["VAR_DIR"]).rglob("*") if path.is_file()]
    return sorted(path.name for path in files if CANARY in path.read_bytes())


async def test_the_files_of_a_site_forget_an_account(site: Site) -> None:
    with Person.signed_up(site, "alice") as alice:
        async with alice.tab() as tab:
            accepted = await tab.send(f"!reply {CANARY.decode()} " * 30)
            await tab.whole_reply(accepted["generation"])
        before = files_with_it(site)
        assert any("sqlite3" in name for name in before), before
        assert any("aof" in name for name in before), before
        gone = alice.post("/settings/delete-account/", {"password": PASSWORD})
        assert "Your account is deleted" in gone.text

    def forgets() -> bool:
        site.manage("apply_retention")
        return files_with_it(site) == []

    wait_for(forgets, seconds=90, what="the files to be written anew")
