"""CannotStart, and that is all: whatever else goes wrong later is restarted and told in the log."""

from __future__ import annotations


class CannotStart(Exception):
    """One sentence that names the setting at fault; it is all that the person will read."""
