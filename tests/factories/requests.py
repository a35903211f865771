"""Requests of any démarche, from the answers typed in its form, made by the engine itself."""

from collections.abc import Mapping
from uuid import uuid4

from django.http import QueryDict

from accounts.models import User
from cases.models import Case
from cases.sides import Side
from family.models import Adult, Household
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry

Answers = Mapping[str, Mapping[str, str | list[str]]]


def draft(
    slug: str, adult: Adult, household: Household, answers: Answers, *, by: User | None = None
) -> Case:
    """A draft with these answers typed, begun by the parent or by `by`."""
    user = by or adult.user
    case = drafts.begin(registry[slug], user=user, applicant=adult, household=household)
    type_in(case, answers, by=user)
    return case


def type_in(case: Case, answers: Answers, *, by: User | None) -> None:
    """Type answers, step by step; a visitor is nobody yet."""
    for step, given in answers.items():
        form = QueryDict(mutable=True)
        for name, value in given.items():
            form.setlist(name, value if isinstance(value, list) else [value])
        drafts.keep_typed(case.pk, step, form, actor=by)
    case.refresh_from_db()


def sent(
    slug: str, adult: Adult, household: Household, answers: Answers, *, by: User | None = None
) -> Case:
    """The same, sent; by an agent, at the counter."""
    case = draft(slug, adult, household, answers, by=by)
    side = Side.TOWN if by else Side.FAMILY
    acts.submit(case.pk, actor=by or adult.user, side=side, act=uuid4())
    case.refresh_from_db()
    return case


def about_canteen(child: str = "") -> Answers:
    """A free request about the canteen."""
    return {
        "sujet": {"subject": "canteen", "child": child},
        "message": {"title": "Repas sans porc", "text": "Bonjour,\nest-ce possible le jeudi ?"},
    }
