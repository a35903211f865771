"""A town made larger in bulk is as consistent as the one lived through the engine."""

import pytest
from django.core.management import call_command

from activities.models import Enrolment
from cases.models import Case, CaseEvent, Wait
from demo.town.in_bulk import tracked
from family.models import Child, Household
from tests.demo.consistency import CHECKS

FAMILIES, CASES, TASKS = 25, 120, 12


@pytest.fixture(scope="module")
def grown(town):
    before = {
        "cases": Case.objects.count(),
        "homes": Household.objects.count(),
        "tasks": Wait.objects.tasks().count(),
    }
    sizes = {"families": FAMILIES, "cases": CASES, "open_tasks": TASKS}
    call_command("generate_town", **sizes, verbosity=0)
    return before


@pytest.fixture
def crowd(grown, db):
    return grown


def test_as_many_are_added_as_were_asked_for(crowd):
    assert Case.objects.count() - crowd["cases"] == CASES
    assert Household.objects.count() - crowd["homes"] == FAMILIES
    assert Wait.objects.tasks().count() - crowd["tasks"] == TASKS


@pytest.mark.parametrize("check", CHECKS)
def test_each_copied_case_is_consistent(crowd, check):
    assert check() == []


def test_copies_hold_no_place_and_leave_their_trace_in_the_family_file(crowd):
    homes = Household.objects.order_by("-pk")[:FAMILIES].values("pk")
    held = Enrolment.objects.filter(household__in=homes)
    accepted = Case.objects.filter(household__in=homes, state__in=["accepted", "waitlisted"])
    assert held.count() == accepted.count() > 0
    assert set(held.values_list("state", flat=True)) == {"ended"}


def test_every_row_of_a_tracked_table_has_its_first_version(crowd):
    for row, version in tracked().items():
        firsts = version.objects.filter(pgh_label="insert").values("pgh_obj_id")
        assert not row.objects.exclude(pk__in=firsts).exists(), row


def test_no_act_is_repeated_and_no_child_is_renamed(crowd):
    acts = CaseEvent.objects.exclude(act=None).values_list("act", flat=True)
    assert len(acts) == len(set(acts))
    assert Child.objects.filter(cases__isnull=False).distinct().count() > 40
