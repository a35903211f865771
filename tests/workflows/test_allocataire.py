"""The quotient familial by every exit of every step: fetched with consent, or declared."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail

from accounts.models import User
from billing.models import QuotientWarning
from billing.quotient import quotient_on
from cases.models import Case
from family.models import Allocataire, ChildcareResources, QuotientFamilial
from tests.factories import money
from tests.factories.family import one_family, parent
from tests.factories.money import task_of
from tests.factories.town import agent
from tests.workflows.following import TUESDAY_TEN, give_missing, kinds, told, waits
from town.models import Service
from workflows.allocataire import fetching
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
CHECK, MISSING = ("staff", "check"), ("family", "missing")
TODAY = TUESDAY_TEN.date()


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def clock(time_machine):
    """It is Tuesday, ten in the morning."""
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def regie() -> Service:
    return money.billing()


@pytest.fixture
def clerk(regie) -> User:
    return agent(regie)


def started(regie) -> Case:
    household, adult = one_family()[:2]
    return money.begin("allocataire", adult, household)


def test_a_declared_quotient_needs_its_proof_and_counts_from_its_month(clerk, clock):
    case = money.quotient_request()
    assert kinds(case) == ["submitted", "checked"]
    assert waits(case) == [CHECK]
    assert list(case.pieces.values_list("kind", "blocking")) == [("caf", True)]
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    kept = QuotientFamilial.objects.get()
    assert (kept.value_cents, kept.source) == (86400, "declared")
    assert (kept.month, kept.valid_from) == (date(2026, 11, 1), date(2026, 11, 1))
    assert kept.valid_until == date(2027, 1, 31)
    assert Allocataire.objects.get().number == "0012345"
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def test_what_the_fund_says_is_kept_with_its_source_and_needs_no_paper(clerk):
    case = money.quotient_request(how="fetch", creche=True)
    assert kinds(case) == ["submitted", "resources_fetched", "checked"]
    assert not case.pieces.exists()
    assert [said["what"] for said in case.data["consents"]] == ["agreed"]
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    kept = QuotientFamilial.objects.get()
    assert (kept.value_cents, kept.source) == (86400, "caf")
    resources = ChildcareResources.objects.get()
    assert (resources.yearly_cents, resources.children, resources.source) == (3841200, 2, "caf")
    assert resources.fetched_at == kept.fetched_at < case.submitted_at


def test_without_consent_nothing_is_asked(regie, monkeypatch):
    monkeypatch.setattr(fetching.api, "quotient_of", lambda *args: pytest.fail("asked"))
    case = money.fund_typed(started(regie))
    form = money.fetched(case, consent="")
    assert list(form.errors) == ["consent"]
    assert "fetched" not in case.data


def test_the_family_may_refuse_what_came(regie):
    case = money.fund_typed(started(regie))
    money.fetched(case)
    assert case.data["fetched"]["quotient_cents"] == 86400
    fetching.give_up(case, user=case.filed_by)
    case.refresh_from_db()
    assert case.data["fetched"] is None
    assert [said["what"] for said in case.data["consents"]] == ["agreed", "refused"]
    with pytest.raises(drafts.Incomplete):
        acts.submit(case.pk, actor=case.filed_by)
    money.answer(case, "quotient", quotient="900", month=f"{date.today():%Y-%m}")
    acts.submit(case.pk, actor=case.filed_by)
    assert "resources_fetched" not in kinds(case)
    assert case.pieces.get().kind == "caf"


@pytest.mark.parametrize(
    ("birth_name", "words"),
    [
        ("Nobody", "Aucun dossier"),
        ("Desfouin", "Trop de demandes"),
        ("Conflit", "Trop de demandes"),
        ("Delanoue", "ne répond pas"),
        ("Situdi", "ne répond pas"),
    ],
)
def test_a_fund_that_gives_nothing_leaves_the_way_by_hand(regie, birth_name, words):
    case = money.fund_typed(started(regie))
    form = money.fetched(case, birth_name=birth_name)
    assert words in str(form.non_field_errors())
    assert "fetched" not in case.data
    assert "by_hand" in [act.code for act in form.acts()]


def test_the_fund_is_not_asked_without_end(regie):
    case = money.fund_typed(started(regie))
    for _time in range(10):
        money.fetched(case, birth_name="Nobody")
    assert "Trop de demandes" in str(money.fetched(case).non_field_errors())


def test_figures_cannot_be_sent_by_the_page(regie):
    case = money.fund_typed(started(regie))
    money.answer(case, "quotient", **money.KNOWN_IDENTITY, quotient="1", month="2026-11")
    with pytest.raises((drafts.Incomplete, acts.Refused)):
        acts.submit(case.pk, actor=case.filed_by)


def test_a_family_without_a_young_child_has_no_resources(clerk):
    household, adult = one_family()[:2]
    case = money.fund_typed(money.begin("allocataire", adult, household), creche=True)
    assert not money.fetched(case, birth_name="Giraud", first_names="Anne").errors
    acts.submit(case.pk, actor=adult.user)
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    assert QuotientFamilial.objects.get().value_cents == 120000
    assert not ChildcareResources.objects.exists()


def test_a_refusal_says_why_and_from_when_the_highest_price_applies(clerk, clock):
    case = money.quotient_request()
    told()
    acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="old")
    warning = QuotientWarning.objects.get()
    assert (warning.applies_on, warning.household) == (date(2026, 12, 1), case.household)
    mail.outbox.clear()
    sweep_mail = _bodies()
    assert "à partir du 1er décembre 2026" in sweep_mail.replace("\u00a0", " ")
    assert not QuotientFamilial.objects.exists()


def _bodies() -> str:
    from workflows.engine.deliveries import sweep_deliveries

    sweep_deliveries()
    return "\n".join(message.body for message in mail.outbox)


@pytest.mark.parametrize("words", [{}, {"reason": "other", "text": ""}])
def test_a_refusal_without_its_ground_changes_nothing(clerk, words):
    case = money.quotient_request()
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "refuse", actor=clerk, **words)
    assert waits(case) == [CHECK]
    assert not QuotientWarning.objects.exists()


def test_an_attestation_asked_again_is_given(clerk):
    case = money.quotient_request()
    acts.decide(task_of(case).pk, "complement", actor=clerk, pieces={"caf": "illisible"})
    assert waits(case) == [MISSING]
    give_missing(case)
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    assert waits(case) == [CHECK]
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    assert QuotientFamilial.objects.count() == 1


def test_a_family_that_never_answers_is_warned(clerk, clock):
    case = money.quotient_request()
    acts.decide(task_of(case).pk, "complement", actor=clerk, pieces={"caf": ""})
    clock.shift(timedelta(days=31))
    sweep_waits()
    case.refresh_from_db()
    assert case.state == Case.State.ABANDONED
    assert QuotientWarning.objects.get().applies_on == date(2027, 1, 1)
    assert not QuotientFamilial.objects.exists()


def test_a_withdrawn_request_changes_nothing(clerk):
    case = money.quotient_request()
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert not QuotientFamilial.objects.exists()
    assert not QuotientWarning.objects.exists()


def test_a_figure_of_january_is_to_be_asked_again_in_february(clerk, clock):
    clock.move_to(TUESDAY_TEN.replace(year=2027, month=1, day=12), tick=False)
    case = money.quotient_request(month="2027-01")
    found = registry["allocataire"].verified(case)
    assert any("février" in str(check.words) and not check.ok for check in found)
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    kept = QuotientFamilial.objects.get()
    assert kept.valid_until == date(2027, 1, 31)
    assert quotient_on(case.household, date(2027, 2, 1)) is None


def test_amounts_are_for_who_fills_the_form_alone(regie):
    case = money.quotient_request(creche=True)
    shown = json.dumps([str(line.value) for line in registry["allocataire"].lines(case)])
    assert "864" not in shown
    assert "412" not in shown
    private = [line.private for line in registry["allocataire"].lines(case)]
    assert any("864,00" in words for words in private)


def test_only_those_who_answer_for_the_household_tell_its_resources(regie):
    household, _adult, _children = one_family()
    resident = parent(household=household, role="member")
    with pytest.raises(acts.Refused):
        money.quotient_request((household, resident))


def test_a_town_without_access_offers_the_way_by_hand_alone(regie, settings):
    settings.API_PARTICULIER = None
    case = started(regie)
    step = registry["allocataire"].step("caisse")
    form = drafts.form_for(step, case, case.filed_by)
    assert [value for value, _label in form.fields["how"].choices] == ["declare"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"quotient": "beaucoup", "month": "2026-11"}, "quotient"),
        ({"quotient": "864", "month": "novembre"}, "month"),
        ({"quotient": "864", "month": "2027-11"}, "month"),
        ({"quotient": "864", "month": "2019-11"}, "month"),
    ],
)
def test_wrong_figures_are_said_so(regie, clock, typed, field):
    case = money.fund_typed(started(regie), how="declare")
    money.answer(case, "quotient", **typed)
    step = registry["allocataire"].step("quotient")
    form = drafts.form_for(step, case, case.filed_by, bound=True)
    assert list(form.errors) == [field]
