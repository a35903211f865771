"""Direct debit by every exit of every step: mandate, signature, account kept from all eyes."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from psycopg.sql import SQL, Identifier

from accounts.models import User
from billing.models import Mandate, Signature, SigningCode
from cases.models import Case
from family.models import Membership
from tests.factories import money
from tests.factories.family import one_family, parent
from tests.factories.money import IBAN, OTHER_IBAN, OTHER_SHOWN, SHOWN, task_of
from tests.factories.town import agent
from tests.workflows.following import TUESDAY_TEN, give_missing, kinds, told, waits
from town.models import Service
from workflows.engine import acts, drafts
from workflows.engine.procedure import registry
from workflows.engine.step import Stale
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
CHECK, MISSING = ("staff", "check"), ("family", "missing")
TODAY = TUESDAY_TEN.date()


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    """It is Tuesday, ten in the morning; mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def regie() -> Service:
    return money.billing()


@pytest.fixture
def clerk(regie) -> User:
    return agent(regie)


def ended(case: Case, state: str) -> Mandate:
    """The case ended so, and keeps no account; its mandate."""
    case.refresh_from_db()
    assert (case.state, waits(case)) == (state, [])
    assert "iban" not in case.data["typed"]["compte"]
    assert "iban" not in case.data["declared"]["compte"]
    return Mandate.objects.get(case_reference=case.reference)


def test_a_signed_adhesion_waits_for_the_billing_service(regie):
    case = money.debit_request()
    assert kinds(case) == ["submitted", "checked"]
    assert (case.service, waits(case)) == (regie, [CHECK])
    mandate = Mandate.objects.get()
    assert mandate.state == Mandate.State.PENDING
    assert (mandate.rum, mandate.shown) == (f"FAMILLE-{case.reference}", SHOWN)
    assert mandate.iban.open() == IBAN


def test_an_accepted_mandate_holds_from_the_day_wished(clerk):
    case = money.debit_request(starts_on=TODAY + timedelta(days=7))
    told()
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    mandate = ended(case, Case.State.ACCEPTED)
    assert (mandate.state, mandate.valid_from) == ("accepted", TODAY + timedelta(days=7))
    assert not Mandate.objects.in_force_on(TODAY).exists()
    assert Mandate.objects.in_force_on(TODAY + timedelta(days=7)).get() == mandate
    assert told() == [f"Demande {case.reference} : prélèvement mis en place"]


def test_a_mandate_taken_back_before_its_check_will_never_hold(regie):
    case = money.debit_request()
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert ended(case, Case.State.WITHDRAWN).state == Mandate.State.DISCARDED


def test_a_day_that_went_by_meanwhile_is_the_day_of_the_decision(clerk, clock):
    case = money.debit_request(starts_on=TODAY)
    clock.shift(timedelta(days=2))
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    assert ended(case, Case.State.ACCEPTED).valid_from == TODAY + timedelta(days=2)


def test_a_refused_mandate_never_holds_and_says_why(clerk):
    case = money.debit_request()
    told()
    acts.decide(task_of(case).pk, "refuse", actor=clerk, reason="holder")
    assert ended(case, Case.State.REFUSED).state == Mandate.State.DISCARDED
    assert not Mandate.objects.accepted().exists()
    assert told() == [f"Demande {case.reference} : réponse du service"]


@pytest.mark.parametrize("words", [{}, {"reason": "other", "text": " "}])
def test_a_refusal_without_its_ground_changes_nothing(clerk, words):
    case = money.debit_request()
    with pytest.raises(acts.Refused):
        acts.decide(task_of(case).pk, "refuse", actor=clerk, **words)
    assert waits(case) == [CHECK]
    assert Mandate.objects.get().state == Mandate.State.PENDING


def test_a_missing_rib_is_asked_and_given(clerk):
    case = money.debit_request()
    acts.decide(task_of(case).pk, "complement", actor=clerk, pieces={"bank_details": "flou"})
    assert waits(case) == [MISSING]
    with pytest.raises(acts.Refused):
        acts.answer(task_of(case).pk, actor=case.applicant.user)
    give_missing(case)
    acts.answer(task_of(case).pk, actor=case.applicant.user)
    assert waits(case) == [CHECK]
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    assert ended(case, Case.State.ACCEPTED).state == Mandate.State.ACCEPTED


def test_a_family_that_never_answers_is_not_debited(clerk, clock):
    case = money.debit_request()
    acts.decide(task_of(case).pk, "complement", actor=clerk, pieces={"bank_details": ""})
    clock.shift(timedelta(days=31))
    sweep_waits()
    assert ended(case, Case.State.ABANDONED).state == Mandate.State.DISCARDED


def test_a_withdrawn_request_keeps_no_account():
    case = money.debit_request()
    acts.withdraw(case.pk, actor=case.applicant.user)
    ended(case, Case.State.WITHDRAWN)
    assert not Mandate.objects.accepted().exists()


def test_a_new_account_takes_the_place_of_the_old_one_at_its_date(clerk):
    family = one_family()[:2]
    first = money.debit_request(family, starts_on=TODAY)
    acts.decide(task_of(first).pk, "accept", actor=clerk)
    change = TODAY + timedelta(days=30)
    second = money.debit_request(family, iban=OTHER_IBAN, starts_on=change)
    acts.decide(task_of(second).pk, "accept", actor=clerk)
    old, new = ended(first, Case.State.ACCEPTED), ended(second, Case.State.ACCEPTED)
    assert (old.ended_on, old.end) == (change, Mandate.End.REPLACED)
    assert Mandate.objects.in_force_on(change - timedelta(days=1)).get() == old
    assert Mandate.objects.in_force_on(change).get() == new
    assert new.shown == OTHER_SHOWN


def test_the_signature_keeps_its_proof_and_no_account():
    case = money.debit_request()
    proof = Signature.objects.get()
    assert (proof.kind, proof.account) == (Signature.Kind.ONLINE, case.applicant.user)
    assert (proof.sent_to, proof.signed_at) == (case.applicant.email, TUESDAY_TEN)
    assert len(proof.digest.open()) == 64
    assert proof.code_hash
    assert money.code_sent() not in proof.code_hash


def test_the_account_is_nowhere_in_the_database_in_clear(clerk):
    case = money.debit_request()
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    draft = money.debit_request(one_family()[:2], sent=False)
    assert draft.data["typed"]["compte"]["iban"] != [IBAN]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            query = SQL("select count(*) from {} t where t::text like %s")
            cursor.execute(query.format(Identifier(table)), [f"%{IBAN}%"])
            assert cursor.fetchone() == (0,), table


def test_what_the_case_shows_is_masked():
    case = money.debit_request()
    said = json.dumps([line.value for line in registry["prelevement"].lines(case)])
    assert IBAN not in said
    assert SHOWN in json.loads(said)


def test_a_changed_account_must_be_signed_anew():
    case = money.debit_request(sent=False)
    money.account_typed(case, iban=OTHER_IBAN)
    with pytest.raises(drafts.Incomplete) as incomplete:
        acts.submit(case.pk, actor=case.applicant.user)
    assert incomplete.value.steps == ["signature"]
    assert not Mandate.objects.exists()


def test_on_paper_the_signed_mandate_is_asked_and_no_code_is_needed(clerk):
    case = money.debit_request(how="paper")
    asked = set(case.pieces.values_list("kind", "blocking"))
    assert asked == {("bank_details", True), ("mandate", True)}
    assert Signature.objects.get().kind == Signature.Kind.PAPER
    assert not SigningCode.objects.exists()
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    ended(case, Case.State.ACCEPTED)


@pytest.mark.parametrize("role", list(Membership.Role))
def test_only_those_who_answer_for_the_household_commit_it(role):
    household, _adult, _children = one_family()
    who = parent(household=household, role=role) if role != "representative" else _adult
    if role == Membership.Role.MEMBER:
        with pytest.raises(acts.Refused):
            money.debit_request((household, who))
    else:
        assert money.debit_request((household, who)).state == Case.State.OPEN


def test_an_agent_files_it_for_a_family_at_the_counter(clerk):
    household, adult, _children = one_family()
    case = money.begin("prelevement", adult, household, by=clerk)
    money.account_typed(case, how="paper")
    acts.submit(case.pk, actor=clerk, side="town")
    case.refresh_from_db()
    assert case.at_counter
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    assert ended(case, Case.State.ACCEPTED).signer == adult


def test_an_iban_typed_once_is_kept_when_the_step_is_sent_again_without_it():
    case = money.debit_request(sent=False)
    money.answer(
        case, "compte", holder=str(case.applicant), iban="", how="online", starts_on="2026-12-04"
    )
    form = drafts.form_for(registry["prelevement"].step("compte"), case, case.filed_by)
    assert "iban" not in form.initial
    assert SHOWN in form.fields["iban"].help_text
    bound = drafts.form_for(registry["prelevement"].step("compte"), case, case.filed_by, bound=True)
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["iban"] == IBAN


def test_a_household_stops_its_debit_at_a_date(clerk):
    family = household, adult = one_family()[:2]
    first = money.debit_request(family, starts_on=TODAY)
    acts.decide(task_of(first).pk, "accept", actor=clerk)
    told()
    case = money.begin("fin-prelevement", adult, household)
    money.answer(case, "date", ends_on="2026-12-24", understood="on")
    acts.submit(case.pk, actor=adult.user)
    case.refresh_from_db()
    assert (case.state, kinds(case)) == (Case.State.ACCEPTED, ["submitted", "accepted"])
    mandate = Mandate.objects.get()
    assert (mandate.ended_on, mandate.end) == (date(2026, 12, 24), Mandate.End.REVOKED)
    assert f"Demande {case.reference} : prélèvement arrêté" in told()
    again = money.begin("fin-prelevement", adult, household)
    money.answer(again, "date", ends_on="2027-01-24", understood="on")
    with pytest.raises(acts.Refused):  # it will have ended by then
        acts.submit(again.pk, actor=adult.user)
    third = money.begin("fin-prelevement", adult, household)
    money.answer(third, "date", ends_on="2026-11-24", understood="on")
    acts.submit(third.pk, actor=adult.user)
    mandate.refresh_from_db()
    assert mandate.ended_on == TODAY


def test_without_a_mandate_there_is_nothing_to_stop(regie):
    household, adult = one_family()[:2]
    case = money.begin("fin-prelevement", adult, household)
    money.answer(case, "date", ends_on="2026-12-24", understood="on")
    with pytest.raises(acts.Refused):
        acts.submit(case.pk, actor=adult.user)
    case.refresh_from_db()
    assert case.state == Case.State.DRAFT


def test_a_decided_adhesion_cannot_be_withdrawn(clerk):
    case = money.debit_request()
    acts.decide(task_of(case).pk, "accept", actor=clerk)
    with pytest.raises(Stale):
        acts.withdraw(case.pk, actor=case.applicant.user)
    assert Mandate.objects.accepted().count() == 1
