"""Listening to what is about to be made, from before it is there: then nothing need be looked up.

Knows neither replies nor notices; whoever makes the thing says when.
"""

from __future__ import annotations

from collections.abc import Mapping

from inference.stream.subscriber import Listener, get_subscriber


class Expected:
    """A channel in which nothing was said yet. is_taken: by whoever reads on, and drops it then."""

    def __init__(self, channel: str, listener: Listener) -> None:
        self.listener, self.was_heard, self.is_taken = listener, False, False
        self._channel = channel

    def note(self) -> None:
        """Call it, in whatever thread, before anything can be said: if the subscription stands by
        now, all will be heard. One that is lost later tells that by itself."""
        self.was_heard = self.listener.confirmed.is_set()

    def drop(self) -> None:
        """Listen no more, if nobody does by now."""
        get_subscriber().drop(self._channel, self.listener)


def expect(channels: Mapping[str, float]) -> list[Expected]:
    """In the running event loop; waits for nothing. channels: that nobody else knows yet, with the
    seconds of silence after which something may have been missed."""
    listeners = get_subscriber().expect(channels)
    return [Expected(*one) for one in zip(channels, listeners, strict=True)]
