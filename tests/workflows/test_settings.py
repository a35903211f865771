"""What administrators set of a démarche: read as if declared, a version an edit, kept by a case."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from cases.models import Case
from documents.models import Document
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.activities import group_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from tests.workflows.following import TUESDAY_TEN
from town.working_time import DAY
from workflows.engine import acts
from workflows.engine.procedure import Reason, registry
from workflows.engine.settings import (
    OutOfDate,
    procedure_in_force,
    procedure_of,
    procedures_in_force,
    save_settings,
)
from workflows.engine.step import Refused

pytestmark = pytest.mark.django_db
Kind = Document.Kind
SLUG = "inscription"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def service():
    return ServiceFactory()


@pytest.fixture
def group(service):
    return group_of(service)


def set_to(after: int = 0, **values):
    """The next version, by an administrator."""
    by = UserFactory(is_staff=True)
    return save_settings(SLUG, values, after=after, by=by, note="essai")


def drafted(group) -> Case:
    household, adult, (child,) = one_family()
    return enrolment.draft(adult, household, child, group)


def sent(case: Case) -> Case:
    acts.submit(case.pk, actor=case.applicant.user)
    case.refresh_from_db()
    return case


def kinds_asked(case: Case) -> dict[str, bool]:
    return dict(case.pieces.values_list("kind", "blocking"))


def test_what_is_not_set_stays_as_declared(group):
    set_to(sla_days=3)
    case = sent(drafted(group))
    own = procedure_of(case)
    assert own.sla_days == 3
    assert own.reasons == registry[SLUG].reasons
    assert own.summary == registry[SLUG].summary
    assert registry[SLUG].sla_days == 10


def test_a_case_keeps_the_version_it_was_sent_with(group):
    before = sent(drafted(group))
    draft = drafted(group)
    set_to(sla_days=4, papers={"insurance": {"asked": False}}, reasons=[vars(Reason("b", "Bis"))])
    after = sent(draft)
    set_to(1, sla_days=2)

    assert kinds_asked(before) == {Kind.ADDRESS: False, Kind.INSURANCE: False}
    assert kinds_asked(after) == {Kind.ADDRESS: False}
    assert before.sla_seconds == (DAY * 10).total_seconds()
    assert after.sla_seconds == (DAY * 4).total_seconds()
    assert procedure_of(before).reason("b") is None
    assert procedure_of(after).reason("b") == Reason("b", "Bis")
    assert procedure_in_force(SLUG).sla_days == 2


def test_documents_are_left_out_made_indispensable_and_added(group):
    set_to(
        papers={
            "address": {"asked": True, "blocking": True, "why": "Pour la carte scolaire."},
            "insurance": {"asked": False},
            "identity": {"asked": True, "why": "Pour la sortie."},
        }
    )
    case = drafted(group)
    assert [(p.kind, p.blocking, p.why) for p in procedure_of(case).pieces(case)] == [
        (Kind.ADDRESS, True, "Pour la carte scolaire."),
        (Kind.IDENTITY, False, "Pour la sortie."),
    ]


def test_a_document_that_depends_on_answers_is_not_asked_of_all(group):
    """Kinds that the démarche knows are asked when the answers call for them, as before."""
    save_settings(
        "allocataire",
        {"papers": {"caf": {"asked": True, "blocking": False}}},
        after=0,
        by=UserFactory(is_staff=True),
        note="essai",
    )
    declared = procedure_in_force("allocataire")
    household, adult, _children = one_family()
    case = Case(procedure="allocataire", household=household, applicant=adult, data={"typed": {}})
    plain = [(p.kind, p.blocking) for p in registry["allocataire"].pieces(case)]
    assert [(p.kind, p.blocking) for p in declared.pieces(case)] == [(k, False) for k, _b in plain]


def test_a_step_has_its_own_delay(group, service):
    set_to(days={"check": 1})
    case = sent(drafted(group))
    wait = enrolment.task_of(case)
    assert wait.due_at - case.submitted_at < timedelta(days=2)
    assert wait.due_at < case.due_at


def test_a_facility_goes_to_another_service(group):
    other = ServiceFactory(slug="enfance")
    facility = group.activity.facility
    set_to(routing={facility.slug: "enfance"})
    assert sent(drafted(group)).service == other


def test_texts_are_written_anew(group):
    set_to(texts={"summary": "Pour tous.", "prepare": ["une photo"], "title": "Autre", "slug": "x"})
    own = procedure_in_force(SLUG)
    assert (own.summary, own.prepare) == ("Pour tous.", ("une photo",))
    assert (own.title, own.slug) == ("Autre", SLUG)
    assert registry[SLUG].title != "Autre"


def test_reasons_are_those_of_the_version(group, service):
    set_to(reasons=[{"code": "quota", "label": "Quota atteint", "needs_words": True}])
    case = sent(drafted(group))
    task = enrolment.task_of(case).pk
    with pytest.raises(Refused):
        acts.decide(task, "refuse", actor=agent(service), reason="residence")
    acts.decide(task, "refuse", actor=agent(service), reason="quota", text="Trop de demandes.")
    case.refresh_from_db()
    assert case.state == Case.State.REFUSED


def test_a_closed_demarche_is_not_sent_and_the_draft_stays(group, clock):
    case = drafted(group)
    opens = localdate() + timedelta(days=30)
    set_to(open=[[opens.isoformat(), (opens + timedelta(days=10)).isoformat()]])
    assert not procedure_in_force(SLUG).open_on(localdate())
    with pytest.raises(Refused, match="elle ouvre le 24 décembre 2026"):
        acts.submit(case.pk, actor=case.applicant.user)
    case.refresh_from_db()
    assert case.state == Case.State.DRAFT
    assert case.data["typed"]["enfant"]


def test_it_opens_again_at_its_date(group):
    today = localdate()
    set_to(open=[[today.isoformat(), today.isoformat()]])
    own = procedure_in_force(SLUG)
    assert own.open_on(today)
    assert not own.open_on(today + timedelta(days=1))
    assert own.settings.opens_on(today + timedelta(days=1)) is None


def test_two_administrators_do_not_undo_each_other():
    set_to(sla_days=4)
    with pytest.raises(OutOfDate) as told:
        set_to(sla_days=5)
    assert told.value.version.number == 1
    assert set_to(1, sla_days=5).number == 2


def test_all_demarches_are_read_in_one_query(django_assert_num_queries):
    set_to(sla_days=4)
    with django_assert_num_queries(1):
        found = {procedure.slug: procedure.sla_days for procedure in procedures_in_force()}
    assert found[SLUG] == 4
    assert list(found) == [procedure.slug for procedure in registry]


def test_a_declared_document_is_one_that_it_may_ask_for():
    for procedure in registry:
        assert len({paper.kind for paper in procedure.papers}) == len(procedure.papers)
