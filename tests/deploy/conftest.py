"""What the web image holds, and one running deployment: both are made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.deployment import Deployment, running_deployment
from tests.support.image import Image, web_image
from tests.support.plugin import VAR_DIR
from tests.support.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    return web_image(tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="package")
def deployment(tmp_path_factory: pytest.TempPathFactory, image: Image) -> Iterator[Deployment]:
    directory = tmp_path_factory.mktemp("deployment")
    # Not in pytest's directory, which every other run shuts to all users but its own.
    postgres = PostgresServer(VAR_DIR / "postgresql-deployed")
    trusting = pytest.MonkeyPatch()
    trusting.setenv("SSL_CERT_FILE", str(directory / "secrets" / "tls" / "fullchain.pem"))
    try:
        with running_deployment(directory, image, postgres) as running:
            yield running
    finally:
        trusting.undo()
        postgres.close()
