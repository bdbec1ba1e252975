"""A team of a running site's people, and who is put out of it at a moment that is known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from uuid import uuid4

from tests.support.people import Person
from tests.support.site import Site

MAKE = """
from accounts.models import *
team = Team.objects.create(name="{name}")
for number, name in enumerate("{names}".split()):
    role = "member" if number else "owner"
    Membership.objects.create(team=team, user=User.objects.get(username=name), role=role)
print("made", team.pk)
"""
PUT_OUT = """
DELETE FROM accounts_membership
WHERE user_id = (SELECT id FROM accounts_user WHERE username = ?)
"""


def make_team(*people: Person) -> str:
    """Its id; the first owns it."""
    names = " ".join(person.name for person in people)
    make = MAKE.format(name=f"Lab {uuid4().hex[:8]}", names=names)
    return people[0].site.managed("shell", "-c", make).split("made ")[1].strip()


def put_out_of_teams(site: Site, person: Person) -> None:
    """When this returns: a process of its own would be seconds late."""
    with closing(sqlite3.connect(site.database_path, timeout=10, isolation_level=None)) as database:
        assert database.execute(PUT_OUT, [person.name]).rowcount > 0
