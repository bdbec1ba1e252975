"""Why something cannot be brought, in words for whoever brought it.

ImportProblem
├── Unreadable        the file as a whole
└── Broken            one conversation in it; the others may be well
"""

from __future__ import annotations


class ImportProblem(Exception):
    """Base of all; the text is for people."""


class Unreadable(ImportProblem):
    """Nothing more of the file can be read."""


class Broken(ImportProblem):
    """This conversation is left out, whole."""
