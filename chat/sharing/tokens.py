"""What stands in the address of a shared link: its id, signed."""

from __future__ import annotations

from functools import partial

from accounts import signed_ids

PURPOSE = "chat.sharing.tokens"

make_token = partial(signed_ids.make_token, purpose=PURPOSE)
read_token = partial(signed_ids.read_token, purpose=PURPOSE)
