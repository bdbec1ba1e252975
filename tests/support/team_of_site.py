"""A team of a running site's people, and who is put out of it at a moment that is known."""

from __future__ import annotations

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
from accounts.models import Membership
assert Membership.objects.filter(user__username="{name}").delete()[0]
"""


def make_team(*people: Person) -> str:
    """Its id; the first owns it."""
    names = " ".join(person.name for person in people)
    make = MAKE.format(name=f"Lab {uuid4().hex[:8]}", names=names)
    return people[0].site.shell(make).split("made ")[1].strip()


def put_out_of_teams(site: Site, person: Person) -> None:
    """When this returns."""
    site.shell(PUT_OUT.format(name=person.name))
