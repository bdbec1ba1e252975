"""A real provider process for each file, of whose keys nothing is known when a test begins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.single_sign_on import provider_keys
from tests.support.cast import make_user
from tests.support.oidc_provider import OidcProvider, running_provider
from tests.support.signed_out_there import provided_by


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def charlie(provider: OidcProvider, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> User:
    settings.SOCIALACCOUNT_PROVIDERS = provided_by(provider)
    for kept in ("_published", "_asked_at"):
        monkeypatch.setattr(provider_keys, kept, {})
    return make_user("charlie", is_staff=True, is_superuser=True)
