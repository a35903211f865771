"""The canteen's page: figures for all who work with it, names on demand and logged."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activities.models import Enrolment, Group
from family.models import HealthRecord, SensitiveReading
from tests.factories.activities import PeriodFactory, group_of
from tests.factories.family import HealthRecordFactory, TieFactory, one_family
from tests.factories.town import ServiceFactory
from town.models import Service

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Paris"))
MEALS = "/bureau/repas/"


@pytest.fixture(autouse=True)
def noon():
    """A Tuesday with school."""
    with time_machine.travel(TUESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def canteen(service: Service) -> Group:
    """A canteen of the service, all year."""
    year = PeriodFactory(starts_on=date(2026, 9, 1), ends_on=date(2027, 7, 3))
    return group_of(service, period=year)


def eats(group: Group, first_name: str, diet: str = "standard"):
    """A child of a family, at this table on Tuesdays."""
    home, adult, (child,) = one_family()
    child.first_name, child.last_name, child.level = first_name, "SecretZorglub", "CP"
    child.save()
    HealthRecordFactory(child=child, diet=diet, allergies="ArachideZorglub")
    Enrolment.objects.create(
        child=child, household=home, group=group, weekdays=[2], state="active",
        starts_on=group.period.starts_on, ends_on=group.period.ends_on, case_reference="X",
    )  # fmt: skip
    return child, adult


def names(desk: Client, group: Group, **form: str) -> str:
    """The list of one canteen."""
    answer = desk.post(MEALS, {"lieu": group.activity.facility.slug, **form})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_counts_and_names_nobody(desk: Client, canteen: Group):
    eats(canteen, "LinaZorglub", HealthRecord.Diet.NO_PORK)
    eats(canteen, "NoeZorglub")
    page = desk.get(MEALS).content.decode()
    assert "Sans porc" in page
    assert "Zorglub" not in page
    assert not SensitiveReading.objects.exists()


def test_the_list_has_first_names_and_diets_and_nothing_more(desk: Client, canteen: Group):
    eats(canteen, "Lina", HealthRecord.Diet.NO_PORK)
    page = names(desk, canteen)
    assert "Lina (CP)" in page
    assert "Zorglub" not in page


def test_the_parents_of_who_eats_otherwise_see_who_looked_once_a_day(
    desk: Client, canteen: Group, nadia: User, signed_in, noon
):
    child, adult = eats(canteen, "Lina", HealthRecord.Diet.NO_PORK)
    eats(canteen, "Noé")
    for _look in range(3):
        names(desk, canteen)
    reading = SensitiveReading.objects.get()
    assert (reading.child, reading.reader, reading.section) == (child, nadia, "health")
    assert "Nadia Benali" in signed_in(adult.user).get(reverse("portal:readings")).content.decode()
    noon.move_to(TUESDAY.replace(day=25))
    names(desk, canteen, jour="2026-12-01")
    assert SensitiveReading.objects.count() == 2


def test_another_services_canteen_is_not_there(desk: Client, canteen: Group):
    other = group_of(ServiceFactory(), period=canteen.period)
    eats(other, "Lina")
    assert other.activity.facility.slug not in desk.get(MEALS).content.decode()
    for slug in (other.activity.facility.slug, "", "nowhere"):
        assert desk.post(MEALS, {"lieu": slug}).status_code == 404
    assert not SensitiveReading.objects.exists()


def test_days_far_away_and_senseless_ones_show_today(desk: Client, canteen: Group):
    eats(canteen, "Lina")
    for day in ("2026-12-08", "2020-01-01", "abc"):
        assert "Lina (CP)" in names(desk, canteen, jour=day)
    assert "Lina" not in names(desk, canteen, jour="2026-11-26")  # a Thursday


def test_a_service_without_canteen_has_the_page_and_no_place_in_the_menu(desk: Client, signed_in):
    page = desk.get(MEALS).content.decode()
    assert "Vos services ne tiennent pas de cantine" in page
    assert f'href="{MEALS}"' not in desk.get(reverse("desk:counter")).content.decode()


def test_a_step_parent_without_the_right_to_see_learns_nothing(
    desk: Client, canteen: Group, signed_in
):
    child, _adult = eats(canteen, "Lina", HealthRecord.Diet.NO_PORK)
    step = TieFactory(child=child, adult__with_account=True, step=True)
    names(desk, canteen)
    page = signed_in(step.adult.user).get(reverse("portal:readings")).content.decode()
    assert "Nadia Benali" not in page
