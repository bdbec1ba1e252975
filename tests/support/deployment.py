"""The site as deploy/compose.yaml has it, as processes of this machine instead of containers.

Each process gets the environment of its service, the web ones the packages and files of their
image. What differs is where things are: addresses, folders, and the scripted model.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from deploy.make_secrets import make
from tests.support.compose import read_compose
from tests.support.image import ROOT, Image
from tests.support.nginx_server import Nginx, make_certificate
from tests.support.postgres_server import PostgresServer
from tests.support.processes import Way
from tests.support.redis_server import RedisServer, free_port
from tests.support.site import Site
from tests.support.waiting import wait_for

NAME = "localhost"
SERVICES = {"web": "web-1", "web-worker": "web-worker", "migrate": "migrate"}
CONNECTIONS = 20  # of one address
ATTEMPTS = 12  # to sign in, within a minute, from one address
# What an administrator may choose, before `docker compose up`.
CHOSEN = {
    "SITE_HOST": NAME,
    "SIGN_UP": "open",
    "INFERENCE_BACKEND": "scripted",
    "CONNECTIONS_PER_ADDRESS": str(CONNECTIONS),
}


class Deployment(Site):
    """Two web processes behind nginx, on PostgreSQL. `url` is that of nginx."""

    def __init__(self, directory: Path, image: Image, postgres: PostgresServer) -> None:
        super().__init__(directory)
        self.image, self.postgres = image, postgres
        self.secrets = directory / "secrets"
        make(self.secrets)
        password = (self.secrets / "redis_password").read_text()
        config = ROOT / "deploy" / "redis" / "redis.conf"
        self.redis = RedisServer(directory / "redis", config=config, password=password)
        self._say("redis_url", self.redis.url)
        self._say("database_url", postgres.url)
        self.compose = read_compose(CHOSEN)
        self._metrics_ports["web-2"] = free_port()
        self.http_port, self.https_port = free_port(), free_port()
        self.certificate = make_certificate(self.secrets / "tls", NAME)
        webs = [self.port, self._metrics_ports["web-2"]]
        given = environment_of_nginx(directory, self.compose, self.http_port, self.https_port, webs)
        self.nginx = Nginx(directory / "nginx", given)
        self.url = f"https://{NAME}:{self.https_port}"

    def start(self, *, wait_until_ready: bool = True) -> None:
        super().start(wait_until_ready=False)
        self.start_second_web()
        self.start_gpu_worker("another-worker")
        if wait_until_ready:
            self.wait_until_ready()
            self.wait_until_at_work("another-worker")

    def prepare_database(self) -> None:
        self.manage("migrate", "--verbosity", "0")

    def start_web(self, module: str = "chatsite.server") -> None:
        """Behind nginx the other one may answer, so it is asked itself."""
        self._start("web", module)
        wait_for(lambda: is_taken(self.port), seconds=120, what="the web process")

    def start_second_web(self) -> None:
        self._start("web-2", "chatsite.server", PORT=str(self._metrics_ports["web-2"]))

    def way_of(self, name: str) -> Way:
        service = SERVICES.get(name, "web-2" if name == "web-2" else "gpu-worker")
        given: dict[str, str] = self.compose["services"][service]["environment"]
        environment = {
            name: value.replace("/run/secrets", str(self.secrets)) for name, value in given.items()
        }
        environment |= {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(self.directory / "var"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "ATTEMPTS_PER_MINUTE": str(ATTEMPTS),
            "SCRIPTED_TOKENS_PER_SECOND": "60",
            "SCRIPTED_REPLY_TOKENS": "40",
        }
        if service == "gpu-worker":  # whose image has all packages
            way = super().way_of(name)
            return Way(way.python, way.folder, environment)
        return Way(str(self.image.python), self.image.app, environment)

    def _say(self, secret: str, value: str) -> None:
        path = self.secrets / secret
        path.unlink()
        path.write_text(value)


def environment_of_nginx(
    directory: Path, compose: dict[str, Any], http_port: int, https_port: int, web_ports: list[int]
) -> dict[str, str]:
    """As its service has it, with the places and ports of this machine."""
    first, second = web_ports
    return {
        **compose["services"]["nginx"]["environment"],
        "HTTP_PORT": str(http_port),
        "HTTPS_PORT": str(https_port),
        "PUBLIC_PORT": str(https_port),
        "WEB_1": f"127.0.0.1:{first}",
        "WEB_2": f"127.0.0.1:{second}",
        "TLS_DIR": str(directory / "secrets" / "tls"),
        "ACME_DIR": str(directory / "acme"),
        "CACHE_DIR": str(directory / "nginx" / "static"),
        "ACCESS_LOG": str(directory / "nginx" / "access.log"),
    }


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running_deployment(
    directory: Path, image: Image, postgres: PostgresServer
) -> Iterator[Deployment]:
    deployment = Deployment(directory, image, postgres)
    with ExitStack() as stack:
        stack.enter_context(deployment.nginx.running())
        stack.callback(deployment.stop)
        deployment.start()
        yield deployment
