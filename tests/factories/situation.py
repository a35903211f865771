"""A change of situation from its draft to its case, made by the engine itself."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from cases.models import Case
from family.models import Adult, Household
from tests.factories.town import ServiceFactory
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry

MOVED = {"street": ["3 quai du Port"], "postcode": ["60230"], "city": ["Saint-Aubin"]}
WORKS = {"work": ["job"]}


def services() -> tuple:
    """The two services that treat changes."""
    return ServiceFactory(slug="accueil-familles"), ServiceFactory(slug="regie")


def drafted(
    adult: Adult, household: Household, since: date | None = None, **steps: dict[str, list[str]]
) -> Case:
    """A draft with these changes."""
    services()
    case = drafts.begin(
        registry["changement-situation"], user=adult.user, applicant=adult, household=household
    )
    first = {"parts": list(steps), "since": [(since or localdate()).isoformat()]}
    for slug, answers in {"changements": first, **steps, "certification": CERTIFIED}.items():
        keep(case, slug, answers, adult.user)
    case.refresh_from_db()
    return case


CERTIFIED = {"certified": ["on"]}


def keep(case: Case, slug: str, answers: dict[str, list[str]], by: User) -> None:
    """Type one step."""
    form = QueryDict(mutable=True)
    for name, values in answers.items():
        form.setlist(name, values)
    drafts.keep_typed(case.pk, slug, form, actor=by)


def changed(adult: Adult, household: Household, since: date | None = None, **steps: Any) -> Case:
    """The same, sent."""
    case = drafted(adult, household, since, **steps)
    acts.submit(case.pk, actor=adult.user, act=uuid4())
    case.refresh_from_db()
    return case
