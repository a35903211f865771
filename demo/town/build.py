"""The whole town in order: what each subject needs stands before it."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from demo.sign_ins import PASSWORD
from demo.town.calendar import build_calendar
from demo.town.cases import build_cases
from demo.town.creche import build_criteria
from demo.town.districts import build_districts
from demo.town.documents import build_documents
from demo.town.enrolments import build_enrolments
from demo.town.facilities import build_facilities
from demo.town.families import build_families
from demo.town.ground import Ground
from demo.town.history import date_history
from demo.town.news import build_news
from demo.town.offer import build_offer
from demo.town.services import build_services
from demo.town.staff import build_staff
from demo.town.tariffs import build_tariffs
from town.models import Service

SEED = 60230


def town_exists() -> bool:
    """Whether a town stands in this database already."""
    return Service.objects.exists()


@transaction.atomic
def build_town(
    seed: int = SEED,
    now: datetime | None = None,
    tell: Callable[[str], object] = lambda line: None,
) -> Ground:
    """Build the town; `tell` hears what is being built."""
    ground = Ground(seed=seed, now=timezone.localtime(now), password=make_password(PASSWORD))
    build_records(ground, tell)
    tell("requests and their past")
    build_cases(ground)
    date_history(ground)
    return ground


def build_records(ground: Ground, tell: Callable[[str], object] = lambda line: None) -> None:
    """All but the requests."""
    tell("services, staff, facilities, calendar")
    for build in (build_services, build_staff, build_facilities, build_districts, build_calendar):
        build(ground)
    tell("activities, tariffs, news")
    for build in (build_offer, build_tariffs, build_criteria, build_news):
        build(ground)
    tell("families, their enrolments, their documents")
    book = build_families(ground)
    build_enrolments(ground, book)
    build_documents(ground, book)
