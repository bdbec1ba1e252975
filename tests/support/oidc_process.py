"""The process of a provider: that of oidc-provider-mock, which also signs logout tokens, since it
has no back channel of its own. `python -m tests.support.oidc_process PORT`"""

from __future__ import annotations

import os
import sys
from collections import Counter

import flask
import oidc_provider_mock  # type: ignore[import-untyped]
import uvicorn
from authlib.jose import RSAKey, jwt  # type: ignore[import-untyped]
from oidc_provider_mock._storage import User, storage  # type: ignore[import-untyped]


def make_app() -> flask.Flask:
    app: flask.Flask = oidc_provider_mock.app(user_claims=[User(sub="somebody")])

    asked_for = Counter[str]()

    @app.before_request
    def count() -> None:
        asked_for[flask.request.path] += 1

    @app.get("/asked-for")
    def tell() -> Counter[str]:
        return asked_for

    @app.put("/key")
    def change_key() -> str:
        """→ the ID of the new one"""
        storage.jwk = RSAKey.generate_key(is_private=True)
        return str(storage.jwk.thumbprint())

    @app.post("/logout-tokens")
    def sign() -> str:
        """What it is told to, with the key that signs its ID tokens."""
        asked = flask.request.get_json()
        return str(jwt.encode(asked["header"], asked["claims"], storage.jwk).decode())

    return app


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    uvicorn.run(make_app(), interface="wsgi", host="127.0.0.1", port=int(sys.argv[1]))
