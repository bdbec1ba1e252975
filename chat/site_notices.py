"""What concerns every open page alike, told over the sockets. Notices may be lost: what they are
about is on every page that is loaded later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, cast

from chat.streaming import AGAIN_SECONDS
from chat.wire.outbound import Json
from inference.exceptions import StoreUnavailable
from inference.stream import publish_notice, watch_notices

logger = logging.getLogger(__name__)

CHANNEL = "chat:everybody"


def announce_to_everybody() -> None:
    """What is announced has changed. Best effort."""
    try:
        publish_notice(CHANNEL, {"changed": "announcements"})
    except StoreUnavailable as error:
        logger.warning("Open pages were not told of an announcement: %s", error)


async def follow_site_notices(say: Callable[[Json], Awaitable[None]]) -> None:
    """A page that was just loaded knows all; later also whenever something may have been missed."""
    is_first = True
    while True:
        try:
            async with aclosing(cast("Any", watch_notices(CHANNEL))) as notices:
                async for notice in notices:
                    if notice or not is_first:
                        await say({"type": "announcements"})
                    is_first = False
        except StoreUnavailable as error:
            logger.warning("Announcements are not heard: %s", error)
        await asyncio.sleep(AGAIN_SECONDS)
