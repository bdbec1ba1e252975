"""The generated training corpus: one door, `conversations(seed)`. Knows no tokens or weights."""

from inference.pocket.corpus.conversation import Conversation, Turn
from inference.pocket.corpus.mixture import conversations, plain_words

__all__ = ["Conversation", "Turn", "conversations", "plain_words"]
