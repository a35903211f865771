"""Direct debits and quotients as families ask for them, made by the engine itself."""

from datetime import date, timedelta
from uuid import uuid4

import factory
from django.core import mail
from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from billing import signing
from billing.models import PriceReview
from cases.models import Case, Wait
from family.models import Adult, Household
from tests.factories.family import HouseholdFactory, one_family
from tests.factories.town import ServiceFactory
from town.models import Service
from workflows.allocataire import forms as allocataire_forms
from workflows.direct_debit.asked import terms
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry

IBAN = "FR7630006000011234567890189"
OTHER_IBAN = "FR1420041010050500013M02606"
SHOWN, OTHER_SHOWN = "FR76 •••• 0189", "FR14 •••• 2606"


class PriceReviewFactory(factory.django.DjangoModelFactory):
    """Prices to look at anew since last month."""

    class Meta:
        model = PriceReview

    household = factory.SubFactory(HouseholdFactory)
    since = factory.LazyFunction(lambda: localdate() - timedelta(days=30))
    case_reference = factory.Sequence(lambda n: f"R-{n:07d}")


def billing() -> Service:
    """The service that bills."""
    return ServiceFactory(slug="regie")


def begin(slug: str, adult: Adult, household: Household, *, by: User | None = None) -> Case:
    """A draft of a démarche, begun by the parent or by `by`."""
    user = by or adult.user
    return drafts.begin(registry[slug], user=user, applicant=adult, household=household)


def answer(case: Case, slug: str, *, by: User | None = None, **answers: str) -> None:
    """Type a step's answers."""
    form = QueryDict(mutable=True)
    for name, value in answers.items():
        form.setlist(name, [value])
    drafts.keep_typed(case.pk, slug, form, actor=by or case.filed_by)
    case.refresh_from_db()


def account_typed(
    case: Case, *, iban: str = IBAN, how: str = "online", starts_on: date | None = None
) -> Case:
    """The account's step, rightly answered."""
    day = starts_on or localdate() + timedelta(days=10)
    name = str(case.applicant)
    answer(case, "compte", holder=name, iban=iban, starts_on=day.isoformat(), how=how)
    return case


def code_sent() -> str:
    """The code of the last mail that has one."""
    body = next(m.body for m in reversed(mail.outbox) if "signer le mandat" in m.body)
    line = next(line for line in body.splitlines() if line.replace(" ", "").isdigit())
    return line.replace(" ", "")


def sign(case: Case) -> None:
    """Ask for a code, read it in the mail, sign with it."""
    digest = terms(case).digest
    signing.send_code(case=case.reference, adult=case.applicant, digest=digest)
    signing.sign(case=case.reference, digest=digest, code=code_sent(), account=case.applicant.user)
    answer(case, "signature", agreed="on")


def debit_request(
    family: tuple[Household, Adult] | None = None, *, sent: bool = True, **account: object
) -> Case:
    """A signed adhesion, on the desk of the billing service unless it is not `sent`."""
    billing()
    household, adult = family or one_family()[:2]
    case = account_typed(begin("prelevement", adult, household), **account)
    if account.get("how") != "paper":
        sign(case)
    if sent:
        acts.submit(case.pk, actor=adult.user, act=uuid4())
        case.refresh_from_db()
    return case


def task_of(case: Case) -> Wait:
    """What the case waits for."""
    return Wait.objects.get(case=case)


KNOWN_IDENTITY = {
    "birth_name": "Martin",
    "first_names": "Camille",
    "born_on": "1988-05-12",
    "sex": "F",
    "city": "Beauvais",
    "department": "60",
    "consent": "on",
}


def fund_typed(case: Case, *, how: str = "fetch", creche: bool = False) -> Case:
    """The fund's step, rightly answered."""
    more = {"creche": "on"} if creche else {}
    answer(case, "caisse", fund="caf", number="0012345", how=how, **more)
    return case


def fetched(case: Case, **identity: str) -> allocataire_forms.FiguresForm:
    """Press the button that asks the CAF; the form comes back, with its errors if it has any."""
    answer(case, "quotient", **{**KNOWN_IDENTITY, **identity})
    step = registry["allocataire"].step("quotient")
    form = drafts.form_for(step, case, case.filed_by, bound=True)
    form.do("fetch", QueryDict())
    case.refresh_from_db()
    return form


def quotient_request(
    family: tuple[Household, Adult] | None = None,
    *,
    how: str = "declare",
    creche: bool = False,
    quotient: str = "864",
    month: str = "",
) -> Case:
    """A request about the quotient on the desk of the billing service."""
    billing()
    household, adult = family or one_family()[:2]
    case = fund_typed(begin("allocataire", adult, household), how=how, creche=creche)
    if how == "fetch":
        assert not fetched(case).errors
    else:
        care = {"yearly": "38 412", "year": "2024", "children": "2"} if creche else {}
        month = month or f"{localdate():%Y-%m}"
        answer(case, "quotient", quotient=quotient, month=month, **care)
    acts.submit(case.pk, actor=adult.user, act=uuid4())
    case.refresh_from_db()
    return case
