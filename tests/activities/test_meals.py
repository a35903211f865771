"""The canteen's list: who eats what on a day, and nothing more."""

from datetime import date, timedelta

import pytest

from activities.meals import serving_days, tables_on
from activities.models import Activity, Enrolment
from activities.permissions import KITCHEN, canteens_open_to
from activities.reception import facility_of, in_creche
from family.diets import set_diet
from family.models import HealthRecord
from tests.factories.activities import GroupFactory, PeriodFactory, group_of
from tests.factories.family import ChildFactory, HealthRecordFactory, HouseholdFactory
from tests.factories.town import (
    ClosureFactory,
    FacilityFactory,
    SchoolHolidayFactory,
    ServiceFactory,
    agent,
)

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
THURSDAY = date(2026, 11, 26)
Diet = HealthRecord.Diet


@pytest.fixture
def canteen():
    """A school's canteen, all year."""
    year = PeriodFactory(starts_on=date(2026, 9, 1), ends_on=date(2027, 7, 3))
    return GroupFactory(period=year)


def enrolled(group, *, days=(2, 4), state=Enrolment.State.ACTIVE, **child):
    who = ChildFactory(**child)
    Enrolment.objects.create(
        child=who,
        household=HouseholdFactory(),
        group=group,
        weekdays=list(days),
        starts_on=group.period.starts_on,
        ends_on=group.period.ends_on,
        state=state,
        case_reference="X",
    )
    return who


def listed(group, day=TUESDAY) -> dict[str, list[str]]:
    (table,) = tables_on(day, [group.activity.facility])
    return {diet.value: [guest.called for guest in guests] for diet, guests in table.by_diet}


def test_those_who_come_that_day_are_listed_by_diet(canteen):
    HealthRecordFactory(child=enrolled(canteen, first_name="Noé"), diet=Diet.NO_PORK)
    enrolled(canteen, first_name="Lina", level="CP")
    enrolled(canteen, first_name="Lundi", days=(1,))
    enrolled(canteen, first_name="Attente", state=Enrolment.State.WAITING)
    assert listed(canteen) == {"no_pork": ["Noé"], "standard": ["Lina (CP)"]}


def test_a_change_reaches_the_list_on_its_day(canteen):
    child = enrolled(canteen, first_name="Lina")
    set_diet(user=None, child=child, diet=Diet.GLUTEN_FREE, starts_on=TUESDAY + timedelta(days=1))
    assert listed(canteen, TUESDAY) == {"standard": ["Lina"]}
    assert listed(canteen, THURSDAY) == {"gluten_free": ["Lina"]}


def test_two_of_the_same_name_are_told_apart(canteen):
    for last_name in ("Benali", "Caron"):
        enrolled(canteen, first_name="Lina", last_name=last_name, level="CP")
    enrolled(canteen, first_name="Lina", last_name="Petit", level="CM1")
    assert set(listed(canteen)["standard"]) == {"Lina B. (CP)", "Lina C. (CP)", "Lina (CM1)"}


def test_no_canteen_on_holidays_and_closed_days(canteen):
    enrolled(canteen)
    monday, sunday = TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=5)
    assert [day.day for day in serving_days(monday, sunday)] == [23, 24, 26, 27]
    ClosureFactory(day=THURSDAY)
    SchoolHolidayFactory(starts_on=TUESDAY, ends_on=TUESDAY)
    assert [day.day for day in serving_days(monday, sunday)] == [23, 27]
    assert listed(canteen, TUESDAY) == {}


def test_all_canteens_are_read_in_few_queries(canteen, django_assert_max_num_queries):
    for n in range(6):
        enrolled(canteen, first_name=f"Enfant{n}")
    with django_assert_max_num_queries(6):
        tables_on(TUESDAY, [canteen.activity.facility])


def test_the_kitchen_sees_all_canteens_a_service_its_own():
    kitchen, school, other = ServiceFactory(slug=KITCHEN), ServiceFactory(), ServiceFactory()
    one, two = group_of(school), group_of(other)
    places = {one.activity.facility, two.activity.facility}
    assert set(canteens_open_to(agent(kitchen))) == places
    assert set(canteens_open_to(agent(school))) == {one.activity.facility}
    assert not canteens_open_to(agent(ServiceFactory())).exists()


def test_a_child_is_received_by_the_school_else_where_enrolled(canteen):
    child = enrolled(canteen)
    assert facility_of(child) == canteen.activity.facility
    child.school = FacilityFactory()
    child.save()
    assert facility_of(child) == child.school
    assert facility_of(ChildFactory()) is None
    assert not in_creche(child)
    creche = GroupFactory(activity__kind=Activity.Kind.CRECHE, period=canteen.period)
    assert in_creche(enrolled(creche))
