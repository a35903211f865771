"""A crèche request by every exit of every step, and what the commission makes of it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from activities import sessions
from activities.capacity import free_by_day
from activities.models import AdmissionLine, CriteriaVersion, Enrolment, Period, PlaceRequest
from cases.models import Case
from cases.sides import Side
from cases.stuck import violations
from tests.factories import creche
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent, supervisor
from tests.workflows.following import TUESDAY_TEN, give_missing, kinds, places_of, told, waits
from workflows.creche.offers import sweep_offers
from workflows.creche.shown import shown
from workflows.engine import acts
from workflows.engine.drafts import Incomplete
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db

SENT = ["submitted", "checked"]
LISTED = [*SENT, "file_accepted", "creche_listed"]
WAITING = ("clock", "waiting")
State = PlaceRequest.State


@pytest.fixture(autouse=True)
def clock(time_machine):
    """It is Tuesday, ten in the morning, until a test says otherwise."""
    time_machine.move_to(TUESDAY_TEN, tick=False)
    return time_machine


@pytest.fixture
def group():
    return creche.creche(ServiceFactory(), places=1)


@pytest.fixture
def boss(group):
    return supervisor(group.activity.facility.service)


def closed(case: Case, state: str) -> None:
    """The case ended so: nothing waits, no clock runs."""
    case.refresh_from_db()
    assert (case.state, case.turn, waits(case)) == (state, "", [])
    assert not list(violations())


def offered(case: Case, group, boss) -> None:
    """The commission gives this request a place, and the family is told."""
    sessions.close_session(creche.session(group).pk, by=boss)
    sweep_offers()
    case.refresh_from_db()
    assert waits(case) == [("family", "offer")]


def line_of(case: Case) -> AdmissionLine:
    return AdmissionLine.objects.get(request__case_reference=case.reference)


def test_a_sent_request_waits_for_an_agent_and_says_when_silence_refuses(group):
    case = creche.request(group)
    assert (kinds(case), waits(case)) == (SENT, [("staff", "check")])
    assert (case.turn, case.facility) == (Side.TOWN, group.activity.facility)
    assert told() == [f"Accusé de réception de votre demande {case.reference}"]


def test_what_stops_a_request_is_said_before_it_is_sent(group):
    far = creche.creche(group.activity.facility.service)
    first = creche.listed(group)
    family = (first.household, first.applicant)
    again = creche.draft(first.applicant, first.household, first.child, group)
    with pytest.raises(acts.Refused) as refused:
        acts.submit(again.pk, actor=first.applicant.user)
    assert "déjà en liste d’attente" in refused.value.messages[0]
    grown = creche.baby(*family, months=40)
    late = creche.draft(
        first.applicant, first.household, grown, group, starts_on=localdate() + timedelta(days=200)
    )
    with pytest.raises(acts.Refused):
        acts.submit(late.pk, actor=first.applicant.user)
    twice = creche.draft(first.applicant, first.household, grown, group, group, far)
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(twice.pk, actor=first.applicant.user)
    assert incomplete.value.steps == ["etablissements"]


def test_an_accepted_request_stands_in_the_list_at_its_date_with_its_situation(group, clock):
    case = creche.request(group, work="returns", other_work="alone")
    clock.shift(timedelta(days=3))
    acts.decide(task_of(case).pk, "accept", actor=agent(case.service))
    told()
    assert (kinds(case), waits(case)) == (LISTED, [WAITING])
    assert case.turn == Side.THIRD and not list(violations())
    row = creche.row_of(case)
    assert row.requested_on == TUESDAY_TEN.date()
    assert (row.declared.works, row.declared.resident) == (("returns",), True)
    assert task_of(case).wake_at.date() == localdate().replace(2027, 5, 27)


def test_a_refused_request_says_why_and_is_not_listed(group):
    case = creche.request(group)
    acts.decide(task_of(case).pk, "refuse", actor=agent(case.service), reason="age")
    assert kinds(case) == [*SENT, "refused"]
    closed(case, Case.State.REFUSED)
    assert not PlaceRequest.objects.exists()


def test_a_complement_comes_back_to_the_agent_or_the_request_is_closed(group, clock):
    cases = [creche.request(group), creche.request(group)]
    for case in cases:
        clerk = agent(case.service)
        acts.decide(task_of(case).pk, "complement", actor=clerk, pieces={"address": "flou"})
        assert waits(case) == [("family", "missing")]
    give_missing(cases[0])
    acts.answer(task_of(cases[0]).pk, actor=cases[0].applicant.user)
    assert waits(cases[0]) == [("staff", "check")]
    clock.shift(timedelta(days=31))
    sweep_waits()
    closed(cases[1], Case.State.ABANDONED)


def test_a_family_that_confirms_waits_on_with_its_date(group, clock):
    case = creche.listed(group)
    clock.move_to(TUESDAY_TEN + timedelta(days=190), tick=False)
    sweep_waits()
    assert waits(case) == [("family", "confirm")]
    assert case_turn(case) == Side.FAMILY
    acts.answer(task_of(case).pk, "confirm", actor=case.applicant.user)
    assert waits(case) == [("clock", "still_waiting")]
    row = creche.row_of(case)
    assert (row.confirmed_on, row.requested_on) == (localdate(), TUESDAY_TEN.date())
    clock.shift(timedelta(days=190))
    sweep_waits()
    assert waits(case) == [("family", "confirm")]


def case_turn(case: Case) -> str:
    case.refresh_from_db()
    return case.turn


def test_a_family_that_says_nothing_leaves_the_list_after_a_last_notice(group, clock):
    case = creche.listed(group)
    clock.move_to(TUESDAY_TEN + timedelta(days=190), tick=False)
    for days in (0, 11, 13, 8):
        clock.shift(timedelta(days=days))
        sweep_waits()
    asked = ["date_reached", "creche_confirm_asked", "reminded", "last_notice", "abandoned"]
    assert kinds(case) == [*LISTED, *asked]
    closed(case, Case.State.ABANDONED)
    assert creche.row_of(case).state == State.CLOSED


def test_a_family_that_no_longer_looks_leaves_the_list(group, clock):
    case = creche.listed(group)
    clock.move_to(TUESDAY_TEN + timedelta(days=190), tick=False)
    sweep_waits()
    acts.answer(task_of(case).pk, "leave", actor=case.applicant.user)
    closed(case, Case.State.ABANDONED)
    assert creche.row_of(case).state == State.CLOSED


def test_an_offered_place_is_kept_then_accepted(group, boss):
    case = creche.listed(group)
    told()
    offered(case, group, boss)
    assert free_by_day(group) == {1: 0, 2: 0, 3: 1, 4: 1, 5: 1}
    assert places_of(case) == ["kept"]
    assert told() == [f"Demande {case.reference} : une place en crèche vous est proposée"]
    acts.answer(task_of(case).pk, "accept", actor=case.applicant.user)
    closed(case, Case.State.ACCEPTED)
    assert places_of(case) == ["active"]
    assert creche.row_of(case).state == State.PLACED
    assert line_of(case).state == AdmissionLine.State.ACCEPTED
    assert kinds(case)[-3:] == ["creche_offered", "creche_accepted", "accepted"]


def test_a_declined_place_goes_to_the_next_family(group, boss):
    first = creche.listed(group)
    second = creche.listed(group, work="home")
    offered(first, group, boss)
    assert waits(second) == [WAITING]
    acts.answer(task_of(first).pk, "decline", actor=first.applicant.user)
    closed(first, Case.State.ABANDONED)
    assert sweep_offers() == 1
    assert waits(second) == [("family", "offer")]
    assert (places_of(first), places_of(second)) == (["ended"], ["kept"])
    assert sweep_offers() == 0
    found = line_of(second).session.rounds
    assert [sessions.replay(each) for each in found.all()] == [True, True]


def test_a_place_without_answer_goes_to_the_next_family_after_the_deadline(group, boss, clock):
    first = creche.listed(group)
    second = creche.listed(group, work="home")
    offered(first, group, boss)
    clock.shift(timedelta(days=11))
    sweep_waits()
    closed(first, Case.State.ABANDONED)
    assert line_of(first).state == AdmissionLine.State.EXPIRED
    sweep_offers()
    assert waits(second) == [("family", "offer")]


def test_by_the_towns_rule_a_family_that_declines_stays_in_the_list(group, boss):
    case = creche.listed(group)
    CriteriaVersion.objects.update(declined_stays=True)
    offered(case, group, boss)
    acts.answer(task_of(case).pk, "decline", actor=case.applicant.user)
    assert waits(case) == [("clock", "still_waiting")]
    assert creche.row_of(case).state == State.LISTED
    assert free_by_day(group)[1] == 1


@pytest.mark.parametrize("when", ["waiting", "kept", "offered"])
def test_a_withdrawn_request_gives_back_what_it_holds(group, boss, when):
    case = creche.listed(group)
    if when != "waiting":
        sessions.close_session(creche.session(group).pk, by=boss)
    if when == "offered":
        sweep_offers()
    acts.withdraw(case.pk, actor=case.applicant.user)
    closed(case, Case.State.WITHDRAWN)
    assert creche.row_of(case).state == State.CLOSED
    assert sweep_offers() == 0
    assert not Enrolment.objects.taking_places().exists()
    assert waits(case) == []


def test_a_confirmation_asked_does_not_keep_a_place_away(group, boss, clock):
    Period.objects.update(ends_on=TUESDAY_TEN.date() + timedelta(days=400))
    case = creche.listed(group)
    clock.move_to(TUESDAY_TEN + timedelta(days=190), tick=False)
    sweep_waits()
    assert waits(case) == [("family", "confirm")]
    offered(case, group, boss)
    assert case_turn(case) == Side.FAMILY


def test_the_family_reads_its_points_its_rank_and_an_honest_chance(group):
    ahead = creche.listed(group)
    case = creche.listed(group, work="seeks")
    (mine,) = shown(case)["wish_standings"]
    assert [line.points for line in mine.at.lines] == [10, 3]
    assert (mine.at.rank, mine.at.listed, mine.at.free) == (2, 2, 1)
    assert mine.chance == "Peu de chances pour l’instant"
    (first,) = shown(ahead)["wish_standings"]
    assert (first.at.points, first.chance) == (16, "De bonnes chances")


def test_a_brother_already_there_counts_in_that_creche_only(group):
    elsewhere = creche.creche(group.activity.facility.service)
    household, adult, _children = one_family(children=0)
    brother = creche.baby(household, adult, months=30)
    Enrolment.objects.create(
        child=brother,
        household=household,
        group=group,
        weekdays=[1],
        starts_on=localdate(),
        ends_on=now().date() + timedelta(days=100),
        state=Enrolment.State.ACTIVE,
        case_reference="",
    )
    case = creche.listed(group, elsewhere, family=(household, adult))
    here, there = shown(case)["wish_standings"]
    assert here.at.points == there.at.points + 4
