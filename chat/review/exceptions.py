"""What a reviewer may be refused, in words of the administration.

ReviewRefused
├── Taken          somebody else has it
├── Closed         it is done or dismissed
└── Finished       they have labelled it, and a second reviewer is to do so without them
"""

from __future__ import annotations


class ReviewRefused(Exception):
    """Base of all."""


class Taken(ReviewRefused):
    pass


class Closed(ReviewRefused):
    def __init__(self) -> None:
        super().__init__("It is closed. Open it again to change what was said of it.")


class Finished(ReviewRefused):
    def __init__(self) -> None:
        super().__init__("You have labelled it. It waits for a second reviewer.")
