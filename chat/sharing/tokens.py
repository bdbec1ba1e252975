"""What stands in a link: the id of its row and a signature of it. Knows no database.

The signature is 128 bits that only the site's SECRET_KEY makes, so a stolen database opens no link,
and yet its owner can be shown it again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare

PURPOSE = b"chat.sharing.tokens"
SIGNATURE_BYTES = 16
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def make_token(link_id: UUID) -> str:
    return base64.urlsafe_b64encode(link_id.bytes + _signature(link_id)).decode().rstrip("=")


def read_token(token: str) -> UUID | None:
    """The id, if this site made the token."""
    if not SHAPE.fullmatch(token):
        return None
    link_id = UUID(bytes=base64.urlsafe_b64decode(token + "=")[:SIGNATURE_BYTES])
    return link_id if constant_time_compare(make_token(link_id), token) else None


def _signature(link_id: UUID) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), PURPOSE, hashlib.sha256)
    return hmac.digest(key, link_id.bytes, hashlib.sha256)[:SIGNATURE_BYTES]
