"""Every door, knocked at by everybody: whoever is not named in the table sees nothing."""

import logging

import pytest
from django.urls import reverse

from realtime.routing import sockets
from tests.access.people import ROLES
from tests.access.routes import doors
from tests.access.table import DOORS, SOCKETS, Door, Who
from tests.access.visits import HIDDEN, IN, NO_METHOD, SIGN_IN, knock

pytestmark = pytest.mark.xdist_group("access")


def test_every_door_is_in_the_table_and_every_row_is_a_door():
    assert set(doors()) == set(DOORS)
    assert {str(route.pattern) for route in sockets} == set(SOCKETS)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door])
def test_each_door_lets_in_those_of_the_table_and_nobody_else(name, town, db, caplog):
    caplog.set_level(logging.CRITICAL)
    door, told = DOORS[name], {}
    for which in door.cases:
        case = getattr(town, which, None)
        address = reverse(name, args=door.args(town, case))
        for method, who in methods(name, door).items():
            form = {"task": case.waits.get().pk} if door.names_task else {}
            visits = {role: knock(town.sessions[role], method, address, **form) for role in ROLES}
            expected = {role: expect(name, door, who, role) for role in ROLES}
            if visits != expected:
                told[f"{method} {which}"] = {
                    role: f"{visits[role]}, expected {expected[role]}"
                    for role in ROLES
                    if visits[role] != expected[role]
                }
    assert told == {}


@pytest.mark.parametrize("name", [n for n, door in DOORS.items() if door and door.cases != ("",)])
def test_what_is_a_draft_or_is_sent_is_not_reached_by_the_doors_of_the_other(name, town, db):
    """Nobody acts in a draft by the doors of requests, nor fills a request already sent."""
    door = DOORS[name]
    which = "case" if door.cases == ("draft",) else "draft"
    if name in OPEN_TO_BOTH:
        return
    case = getattr(town, which)
    try:
        address = reverse(name, args=door.args(town, case))
    except (LookupError, case.pieces.model.DoesNotExist, case.waits.model.DoesNotExist):
        return  # there is no such thing in a draft
    for method in (m for m, who in methods(name, door).items() if who is not None):
        outsiders = set(ROLES) - {"parent", "co_representative", "agent", "supervisor"}
        visits = {role: knock(town.sessions[role], method, address) for role in outsiders}
        assert set(visits.values()) <= {HIDDEN, SIGN_IN}, (method, visits)
        for role in ("parent", "co_representative", "agent", "supervisor"):
            assert not knock(town.sessions[role], method, address).startswith("fault")


OPEN_TO_BOTH: set[str] = set()


def methods(name: str, door: Door) -> dict[str, Who | None]:
    """The methods tried at a door."""
    tried = {"GET": door.get, "POST": door.post}
    if name.startswith("api:"):
        tried |= {"PUT": door.put, "DELETE": door.delete}
    return tried


def expect(name: str, door: Door, who: Who | None, role: str) -> str:
    """What the table says."""
    software = name.startswith("api:")
    if who is None and (software or door_is_public(door)):
        return NO_METHOD
    if role == "anonymous" and "anonymous" not in (who or ()):
        return SIGN_IN
    if who is None:
        return NO_METHOD
    return IN if role in who else HIDDEN


def door_is_public(door: Door) -> bool:
    """Whether it lets people in who have not signed in."""
    return "anonymous" in ((door.get or frozenset()) | (door.post or frozenset()))
