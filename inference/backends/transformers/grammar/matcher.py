"""One reply on its way through a grammar. Knows no logits; one thread at a time may use it."""

from __future__ import annotations

from collections.abc import Collection

import torch
from llguidance import LLMatcher

STUCK = "NoExtension"  # how the library calls a dead end, where it notes it itself
TOO_COSTLY = (
    "The form of this reply became too costly to follow, so the reply ends here. "
    "Make its schema or pattern simpler."
)
DEAD_END = (
    "This model has no token for what the form of this reply asks next, so the reply ends here. "
    "Change its schema or pattern."
)


class GrammarMatcher:
    """Which tokens may come next in one choice of one request.

    error: why it could not go on, though every token was allowed, in the library's words;
    complaint: the same for the reply's reader. From then on only the end of the reply is allowed,
    and the reply is worthless.
    """

    def __init__(self, matcher: LLMatcher, eos: Collection[int]) -> None:
        self._matcher = matcher
        self._eos = frozenset(eos)
        self.is_done = False
        self.error = self.complaint = ""

    def fill(self, row: torch.Tensor) -> bool:
        """Set the bits of the tokens that may come next, those of all others to 0.

        row: int32 [ceil(vocabulary / 32)], contiguous, on the CPU; token 0 is the lowest bit of
        the first word. False: everything is allowed and the row is as it was.
        """
        if self.is_done:
            return False
        if not self.error:
            self._matcher.unsafe_compute_mask_ptr(row.data_ptr(), row.numel() * row.element_size())
            self._note_error()
            self._note_dead_end(row)
        if self.error:
            row.zero_()
            for token_id in self._eos:
                row[token_id // 32] |= _bit(token_id % 32)
        return True

    def accept(self, token_id: int) -> None:
        """The token that was chosen under the last mask."""
        if token_id in self._eos:
            self.is_done = True
        elif not self.error and not self._matcher.consume_token(token_id):
            self._note_error()

    def _note_dead_end(self, row: torch.Tensor) -> None:
        """The model has no token for what must come."""
        if not self.error and not bool(row.any()):
            self.error, self.complaint = "no token can come next", DEAD_END

    def _note_error(self) -> None:
        if self._matcher.is_error():
            self.error = str(self._matcher.get_error()).strip().split("\n")[0][:300] or "unknown"
            self.complaint = DEAD_END if STUCK in self.error else TOO_COSTLY


def _bit(number: int) -> int:
    return 1 << number if number < 31 else -(1 << 31)  # as a signed word has it
