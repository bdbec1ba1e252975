"""What people say and what opens something is in no log, number, error page or lasting
message, also when everything goes wrong. A site with all its processes, with the log that
sites have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import redis

from tests.security.canaries import (
    PATIENCE_SECONDS,
    SECRET,
    Alice,
    Canaries,
    Kept,
    give_back_what_was_fetched,
    kept_in_redis,
    word,
)
from tests.support.letter_box import open_letter_box
from tests.support.people import Person
from tests.support.plugin import VAR_DIR
from tests.support.postgres_server import PostgresServer
from tests.support.site import Site, running_site
from tests.support.waiting import wait_for


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """Each time another one: who tries again signs up again."""
    server = PostgresServer(VAR_DIR / f"postgresql-{uuid4().hex[:8]}")
    yield server
    server.close()


@pytest.fixture
def alice(tmp_path: Path, postgres: PostgresServer) -> Iterator[Alice]:
    with open_letter_box() as box:
        environment = {
            "DATABASE_URL": postgres.url,
            "EMAIL_URL": box.url,  # the console's letters would be in the log, as they are to
            "EMAIL_VERIFICATION": "optional",
        }
        with running_site(tmp_path, environment) as site:
            Person.signed_up(site, "root", exactly=True).http.close()
            alice = Alice(site, box)
            yield alice
            alice.leaves()


@pytest.mark.timeout(900)
async def test_no_secret_leaves_the_place_that_it_is_for(
    alice: Alice, postgres: PostgresServer
) -> None:
    site = alice.site
    alice.comes()
    alice.keeps(await alice.talks())
    alice.box.is_refusing = True
    alice.asks_for_trouble()
    alice.posts_elsewhere()
    await alice.says_wrong_things()
    with postgres.away():
        alice.asks_for_trouble()
    site.redis.kill()
    alice.asks_for_trouble()
    site.redis.mend()
    site.end("web-worker")  # losing Redis ends Celery at times, soon or late; then it is begun anew
    site.mend()
    wait_for(lambda: has_settings(alice), what="the database", seconds=PATIENCE_SECONDS)
    await alice.talks()
    assert_nothing_is_told(alice)


def has_settings(alice: Alice) -> bool:
    return alice.person.http.get("/settings/").status_code == 200


def assert_nothing_is_told(alice: Alice) -> None:
    site, canaries = alice.site, alice.canaries
    logs = {path.name: path.read_text(errors="replace") for path in logs_of(site)}
    assert {"web.log", "web-worker.log", "gpu-worker.log"} <= logs.keys()
    for wrong in ("Service Unavailable: ", "A mail could not be sent: ", "Not Found: "):
        assert wrong in logs["web.log"], "or it would be no wonder"
    assert {name: found for name in logs if (found := canaries.found_in(logs[name]))} == {}
    pages = {
        url: httpx.get(url, timeout=30).text
        for url in (
            *(site.metrics_url(process) for process in ("web", "gpu-worker")),
            *(site.url + path for path in ("/readyz", "/healthz")),
        )
    }
    assert {url: found for url in pages if (found := canaries.found_in(pages[url]))} == {}
    statuses = {answer.status_code for answer in alice.answers}
    assert {400, 401, 403, 404, 503} <= statuses, statuses
    assert [told for answer in alice.answers if (told := told_by(alice, answer))] == []
    with suppress(AssertionError):
        wait_for(lambda: not lasting(site, canaries), seconds=150, every=1)
    assert lasting(site, canaries) == []


def lasting(site: Site, canaries: Canaries) -> list[Kept]:
    """Messages that are not done, or what never goes away by itself."""
    give_back_what_was_fetched(site)  # when Redis was killed
    kept = kept_in_redis(site.redis_client(), canaries)
    return [one for one in kept if one.is_message or one.seconds < 0]


def test_keys_may_go_while_redis_is_looked_through(empty_redis: redis.Redis) -> None:
    """Beat and the workers of the site make and delete some all the time."""
    keys = [f"going:{number}" for number in range(500)]
    empty_redis.mset(dict.fromkeys(keys, word("message")))
    found = kept_in_redis(empty_redis, Canaries())
    first = next(found)
    assert (first.kind, first.found) == ("string", ["message"])
    empty_redis.delete(*keys)
    assert list(found) == []


def logs_of(site: Site) -> list[Path]:
    return [path for path in site.directory.rglob("*.log") if path.is_file()]


def told_by(alice: Alice, answer: httpx.Response) -> list[str]:
    """Who asks wrongly may be told their own words again, but no secret; where we are at fault,
    nobody is told anything."""
    found = alice.canaries.found_in(answer.text)
    told = [kind for kind in found if answer.status_code >= 500 or kind in SECRET]
    return [str(answer.request.url), str(answer.status_code), *told] if told else []
