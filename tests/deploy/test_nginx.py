"""What stands before the site: nginx itself, with the configuration that a deployment has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from chatsite.server.server import PING_AFTER_SECONDS, PONG_WITHIN_SECONDS
from tests.security.routes import all_routes
from tests.support.compose import read_compose
from tests.support.deployment import (
    ATTEMPTS,
    CHOSEN,
    CONNECTIONS,
    NAME,
    Deployment,
    environment_of_nginx,
)
from tests.support.nginx_server import FILES, Nginx, make_certificate
from tests.support.people import Person
from tests.support.program import Program, text_of
from tests.support.redis_server import free_port
from tests.support.site import Site
from tests.support.waiting import wait_for

HSTS = "max-age=31536000"
# Together less than nginx waits for before it sends anything, where it is not told to send at once.
FEW = "!rate 2\n!tokens 4\nTell."


@pytest.fixture
def alice(deployment: Deployment) -> Iterator[Person]:
    with Person.signed_up(deployment, "alice") as alice:
        yield alice


def came_from(deployment: Deployment, address: str, **headers: str) -> httpx.Client:
    """All of 127.0.0.0/8 is this machine, and nginx sees which of them asks."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=deployment.url, transport=transport, timeout=30, headers=headers)


# --- TLS ------------------------------------------------------------------------------------------


def test_plain_http_leads_to_https_under_the_sites_own_name(deployment: Deployment) -> None:
    plain = f"http://127.0.0.1:{deployment.http_port}/search/?q=word"
    answer = httpx.get(plain, headers={"Host": "evil.example"})
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{deployment.url}/search/?q=word"


def test_a_port_that_somebody_makes_up_is_in_no_address_that_the_site_writes(
    deployment: Deployment,
) -> None:
    page = httpx.get(deployment.url + "/api/docs", headers={"Host": "localhost:6666"}).text
    assert f"{deployment.url}/v1" in page
    assert "localhost:6666" not in page


def test_other_names_get_no_certificate(deployment: Deployment) -> None:
    with pytest.raises(httpx.ConnectError, match=r"(?i)unrecognized name"):
        httpx.get(f"https://127.0.0.1:{deployment.https_port}/", verify=False)


@pytest.mark.parametrize("path", ["/sign-in/", "/metrics", "/nothing-is-here/"])
def test_every_answer_says_once_that_it_is_https_only(deployment: Deployment, path: str) -> None:
    answer = httpx.get(deployment.url + path)
    assert answer.headers.get_list("strict-transport-security") == [HSTS]
    assert settings.SECURE_HSTS_SECONDS in (0, 31_536_000)


def test_cookies_are_for_this_host_and_https_alone(alice: Person) -> None:
    cookie = next(one for one in alice.http.cookies.jar if one.name == "__Host-sessionid")
    assert cookie.secure
    assert (cookie.path, cookie.domain_specified) == ("/", False)


# --- streams --------------------------------------------------------------------------------------


def test_tokens_come_one_by_one(alice: Person) -> None:
    with Program.of(alice) as program, program.asking(FEW) as blocks:
        told = [next(blocks), next(blocks)]
        assert running(alice.site) == 1, "the first came when all was made"
        told += blocks
        assert running(alice.site) == 0
    assert text_of(told)


def running(site: Site) -> int:
    client: Any = site.redis_client()
    count: int = client.zcard("replies:active")
    return count


async def test_a_socket_tells_a_reply(alice: Person) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!reply Through nginx.")
        assert await tab.whole_reply(accepted["generation"]) == "Through nginx."


async def test_a_socket_of_another_sites_page_is_refused(alice: Person) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        async with alice.socket(origin=Origin("https://evil.example")):
            pass


def test_a_quiet_connection_is_kept_for_longer_than_the_site_takes_to_ping_it() -> None:
    template = (FILES / "chatsite.conf.template").read_text()
    for direction in ("read", "send"):
        kept = re.search(rf"^    proxy_{direction}_timeout (\d+)s;", template, re.MULTILINE)
        assert kept is not None
        assert int(kept[1]) > PING_AFTER_SECONDS + PONG_WITHIN_SECONDS


# --- limits ---------------------------------------------------------------------------------------


def test_what_is_too_large_is_refused_in_the_words_of_the_api(deployment: Deployment) -> None:
    allowed = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for size, refused in ((allowed, False), (allowed + 1, True)):
        answer = httpx.post(deployment.url + "/v1/chat/completions", content=b"x" * size)
        assert (answer.status_code == 413) == refused
    direct = f"http://127.0.0.1:{deployment.port}/v1/chat/completions"
    own = httpx.post(direct, content=b"x" * (allowed + 1))
    assert (answer.status_code, answer.content) == (own.status_code, own.content)
    assert answer.headers["content-type"] == own.headers["content-type"]


@pytest.mark.usefixtures("alice")  # who comes to an empty site is led to sign up
def test_attempts_are_counted_for_the_address_that_nginx_sees(deployment: Deployment) -> None:
    """Whoever makes up an address for each attempt is throttled all the same, and alone."""
    assert [attempt(deployment, "127.0.0.2", n) for n in range(ATTEMPTS)] == [200] * ATTEMPTS
    assert attempt(deployment, "127.0.0.2", 99) == 429
    assert attempt(deployment, "127.0.0.3", 99) == 200


def attempt(deployment: Deployment, address: str, number: int) -> int:
    """To sign in, of somebody who says to come from elsewhere."""
    forged = f"203.0.113.{number}"
    headers = {"X-Forwarded-For": forged, "X-Real-IP": forged, "Forwarded": f"for={forged}"}
    with came_from(deployment, address, **headers) as client:
        page = client.get("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token is not None
        form = {"login": f"nobody-{number}", "password": "wrong", "csrfmiddlewaretoken": token[1]}
        referer = {"Referer": deployment.url + "/sign-in/"}
        return client.post("/sign-in/", data=form, headers=referer).status_code


async def test_one_address_has_so_many_connections_and_no_more(alice: Person) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):
            await stack.enter_async_context(alice.socket(local_addr=("127.0.0.4", 0)))
        with pytest.raises(InvalidStatus, match="429"):
            await stack.enter_async_context(alice.socket(local_addr=("127.0.0.4", 0)))
        await stack.enter_async_context(alice.socket(local_addr=("127.0.0.5", 0)))


def test_the_numbers_are_for_the_inside(deployment: Deployment) -> None:
    assert httpx.get(deployment.url + "/metrics").status_code == 404
    assert "chat_sockets_open" in httpx.get(deployment.metrics_url("web")).text


# --- files, and what is left when no web process is -----------------------------------------------


def test_files_outlive_the_site_and_pages_say_that_it_comes_back(
    deployment: Deployment, alice: Person
) -> None:
    """alice: before there is somebody, whoever wants to sign in is led to sign up."""
    page = httpx.get(deployment.url + "/sign-in/").text
    (script,) = set(re.findall(r'src="(/static/[0-9a-f]{12}/js/[^"]+)"', page)[:1])
    first = httpx.get(deployment.url + script)
    assert first.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["vary"].lower() == "accept-encoding"
    plain = httpx.get(deployment.url + script, headers={"Accept-Encoding": "identity"})
    assert plain.text == first.text
    assert "content-encoding" not in plain.headers
    deployment.end("web")
    deployment.end("web-2")
    try:
        assert httpx.get(deployment.url + script).text == first.text
        for path, kind in (("/", "text/html"), ("/v1/models", "application/json")):
            answer = httpx.get(deployment.url + path)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert answer.headers["content-type"].startswith(kind)
            assert answer.headers.get_list("strict-transport-security") == [HSTS]
    finally:
        deployment.start_web()
        deployment.start_second_web()


def test_links_that_open_something_are_not_in_the_log(deployment: Deployment) -> None:
    canary = "kanarienvogel-1234567890"
    opening = [route for route in all_routes() if {"token", "key"} & {*route.parameters}]
    assert len(opening) > 5
    for route in opening:
        httpx.get(deployment.url + route.filled(dict.fromkeys(route.parameters, canary)))
    httpx.get(f"{deployment.url}/?token={canary}")
    log = deployment.nginx.log
    assert '"GET /s/..." ' in log
    assert canary not in log


def test_nor_when_the_site_is_away(tmp_path: Path) -> None:
    """What nginx says of errors has a form of its own."""
    nginx, ports, nobody = _before_nobody(tmp_path)
    with nginx.running():
        wait_for(lambda: _answers(ports[0]), what="nginx")
        assert httpx.get(_secret(ports[1]), verify=False).status_code == 503
    assert "kanarienvogel" not in nginx.errors + nginx.log
    assert f"127.0.0.1:{nobody[0]}" in nginx.log, "who was away is still told"


def test_nor_when_nginx_has_no_connection_left(tmp_path: Path) -> None:
    """What it calls an alert. Of four, three are its own, and one is the browser's."""
    nginx, ports, _nobody = _before_nobody(tmp_path)
    path = nginx.directory / "nginx.conf"
    few = re.sub("worker_connections [0-9]+", "worker_connections 4", path.read_text())
    path.write_text(few.replace("worker_processes auto", "worker_processes 1"))
    with nginx.running():
        wait_for(lambda: _answers(ports[0]), what="nginx")
        assert httpx.get(_secret(ports[1]), verify=False).status_code == 500
    assert "kanarienvogel" not in nginx.errors + nginx.log
    assert '"GET /s/..." 500 ' in nginx.log


def _before_nobody(directory: Path) -> tuple[Nginx, list[int], list[int]]:
    """nginx, its two ports, and those where no process of the site is."""
    make_certificate(directory / "secrets" / "tls", NAME)
    http_port, https_port, *nobody = (free_port() for _ in range(4))
    given = environment_of_nginx(directory, read_compose(CHOSEN), http_port, https_port, nobody)
    return Nginx(directory / "nginx", given), [http_port, https_port], nobody


def _secret(port: int) -> str:
    return f"https://{NAME}:{port}/s/kanarienvogel-1234567890"


def _answers(port: int) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/").status_code == 308
    return False


def test_nothing_that_people_say_lies_on_nginxs_disk(deployment: Deployment) -> None:
    folders = [path for path in deployment.nginx.directory.glob("nginx-*") if path.is_dir()]
    assert folders
    assert [file for folder in folders for file in folder.rglob("*") if Path(file).is_file()] == []
