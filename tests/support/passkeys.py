"""A passkey as a device makes it, without a device: what it says when it is registered."""

from __future__ import annotations

import hashlib
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ID = b"a passkey of a test"
SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def registration(host: str = "testserver") -> dict[str, Any]:
    """As a browser posts it, and allauth keeps it."""
    public_key = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public_key)  # type: ignore[no-untyped-call]
    credential = AttestedCredentialData.create(bytes(16), ID, key)
    told = AuthenticatorData.create(hashlib.sha256(host.encode()).digest(), SEEN, 0, credential)
    client_data = CollectedClientData.create("webauthn.create", b"challenge", f"https://{host}")
    return {
        "id": websafe_encode(ID),
        "rawId": websafe_encode(ID),
        "type": "public-key",
        "clientExtensionResults": {},
        "authenticatorAttachment": "platform",
        "response": {
            "clientDataJSON": client_data.b64,
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
    }
