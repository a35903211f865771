"""Every door, knocked at by everybody: whoever is not named in the table sees nothing."""

import logging

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from realtime.routing import sockets
from tests.access.people import ROLES
from tests.access.routes import doors
from tests.access.table import DOORS, RESPONSIBLE, SERVICE, SOCKETS, Door, Who
from tests.access.visits import HIDDEN, IN, NO_METHOD, SIGN_IN, knock


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
        for method, who in methods(door).items():
            form = door.form(town, case)
            visits = {role: knock(town.sessions[role], method, address, **form) for role in ROLES}
            faults = {
                role: visit for role, visit in visits.items() if visit not in expect(who, role)
            }
            if faults:
                told[f"{method} {which}"] = faults
    assert told == {}


@pytest.mark.parametrize("name", [n for n, door in DOORS.items() if door and door.cases != ("",)])
def test_a_draft_is_not_reached_by_the_doors_of_requests_nor_the_other_way(name, town, db, caplog):
    """The household's own people may be sent elsewhere; nobody else learns that it exists."""
    caplog.set_level(logging.CRITICAL)
    door = DOORS[name]
    which = "case" if door.cases[0] in {"draft", "counter"} else "draft"
    case = getattr(town, which)
    try:
        address = reverse(name, args=door.args(town, case))
    except ObjectDoesNotExist:
        return  # there is no task in a draft
    own = RESPONSIBLE | SERVICE if which == "case" else RESPONSIBLE
    for method in (method for method, who in methods(door).items() if who is not None):
        for role in ROLES:
            told = knock(town.sessions[role], method, address)
            assert told in {IN, HIDDEN, SIGN_IN, NO_METHOD}, f"{role} {method}"
            assert told != IN or role in own, f"{role} {method}"


def methods(door: Door) -> dict[str, Who | None]:
    """The methods tried at a door."""
    tried = {"GET": door.get, "POST": door.post}
    if door.put is not None:
        tried["PUT"] = door.put
    if door.delete is not None:
        tried["DELETE"] = door.delete
    return tried


def expect(who: Who | None, role: str) -> set[str]:
    """What this role may be told at a door that lets these in; `None`: by no such method."""
    if who is None:
        return {NO_METHOD, HIDDEN, SIGN_IN}
    if role in who:
        return {IN}
    return {SIGN_IN} if role == "anonymous" else {HIDDEN}
