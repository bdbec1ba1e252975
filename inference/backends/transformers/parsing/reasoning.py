"""Tell what a model thinks from what it answers. Knows no tokens and no tools.

Thoughts stand at the beginning of a reply and nowhere else, so that an answer may speak about the
markers. White space between thoughts and answer belongs to neither.
"""

from __future__ import annotations

from enum import Enum, auto

from inference.backends.transformers.parsing.formats import ReasoningMarkers
from inference.stop_strings import held_length


class _Place(Enum):
    START = auto()
    BEFORE_THOUGHT = auto()
    THOUGHT = auto()
    BEFORE_ANSWER = auto()
    ANSWER = auto()


class ReasoningSplitter:
    """is_open: the prompt ended inside the thoughts. may_begin: else, the reply may open them."""

    def __init__(
        self, markers: ReasoningMarkers | None, *, is_open: bool = False, may_begin: bool = True
    ) -> None:
        self._markers = markers
        self._held = ""
        self.closed_by = ""  # the marker at which the answer began; empty: not yet, or without one
        self._place = _Place.START if markers and may_begin else _Place.ANSWER
        if markers and is_open:
            self._place = _Place.BEFORE_THOUGHT

    @property
    def is_thinking(self) -> bool:
        return self._place in (_Place.BEFORE_THOUGHT, _Place.THOUGHT)

    def expects(self, marker: str) -> bool:
        """Whether a token that is this marker would be one here."""
        if self._markers is None:
            return False
        if self._place is _Place.START:
            return marker == self._markers.opening
        return self.is_thinking and marker == self._markers.closing

    def push(self, text: str) -> tuple[str, str]:
        """What was thought and what was answered in it, in this order."""
        if self._place is _Place.ANSWER or self._markers is None:
            return "", text
        self._held += text
        if self._place is _Place.START:
            self._begin(self._markers.opening)
        thought = self._think(self._markers.closing)
        if self._place is _Place.BEFORE_ANSWER:
            self._held = self._held.lstrip()
            self._place = _Place.ANSWER if self._held else self._place
        return thought, self._take() if self._place is _Place.ANSWER else ""

    def flush(self) -> tuple[str, str]:
        """The rest, when no more text comes."""
        match self._place:
            case _Place.BEFORE_THOUGHT | _Place.THOUGHT:
                return self._take().strip(), ""
            case _Place.START:
                return "", self._take()
        return "", ""

    def _begin(self, opening: str) -> None:
        beginning = self._held.lstrip()
        if beginning.startswith(opening):
            self._held, self._place = beginning.removeprefix(opening), _Place.BEFORE_THOUGHT
        elif not opening.startswith(beginning):
            self._place = _Place.ANSWER

    def _think(self, closing: str) -> str:
        if self._place is _Place.BEFORE_THOUGHT:
            self._held = self._held.lstrip()
            self._place = _Place.THOUGHT if self._held else self._place
        if self._place is not _Place.THOUGHT:
            return ""
        thought, marker, answer = self._held.partition(closing)
        if marker:
            self._held, self._place = answer, _Place.BEFORE_ANSWER
            self.closed_by = closing
            return thought.rstrip()
        length = len(self._held) - held_length(self._held, (closing,))
        told = self._held[:length].rstrip()
        self._held = self._held[len(told) :]
        return told

    def _take(self) -> str:
        taken, self._held = self._held, ""
        return taken
