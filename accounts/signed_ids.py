"""What stands in a link: the id of its row and a signature of it. Knows no database.

The signature is 128 bits that only the site's SECRET_KEY makes, so a stolen database opens no link,
and yet whoever made one can be shown it again. Each purpose has signatures of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare

SIGNATURE_BYTES = 16
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def make_token(row_id: UUID, *, purpose: str) -> str:
    signed = row_id.bytes + _signature(row_id, purpose)
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def read_token(token: str, *, purpose: str) -> UUID | None:
    """The id, if this site made the token for this purpose."""
    if not SHAPE.fullmatch(token):
        return None
    row_id = UUID(bytes=base64.urlsafe_b64decode(token + "=")[:SIGNATURE_BYTES])
    return row_id if constant_time_compare(make_token(row_id, purpose=purpose), token) else None


def _signature(row_id: UUID, purpose: str) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), purpose.encode(), hashlib.sha256)
    return hmac.digest(key, row_id.bytes, hashlib.sha256)[:SIGNATURE_BYTES]
