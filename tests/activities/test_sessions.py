"""Sessions of the commission on real records: proposed, changed, closed once, computed again."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection
from django.utils.timezone import localdate

from activities import sessions
from activities.capacity import free_by_day
from activities.models import (
    AdmissionLine,
    AdmissionSession,
    CriteriaVersion,
    Enrolment,
    Group,
    PlaceRequest,
    PlaceWish,
)
from activities.offered_places import pass_places_on, turn_down
from tests.factories import creche
from tests.factories.family import one_family
from tests.factories.town import supervisor

SITUATION = {"resident": True, "works": ["works", "works"]}


def asks(*groups: Group, days=(1, 2), home=None, together=False, **situation) -> PlaceRequest:
    """A child in the list, without its case."""
    household, adult = home or one_family(children=0)[:2]
    child = creche.baby(household, adult)
    since = situation.pop("since", localdate())
    row = PlaceRequest.objects.create(
        child=child,
        household=household,
        case_reference=f"T{PlaceRequest.objects.count():04d}",
        weekdays=list(days),
        starts_on=localdate(),
        requested_on=since,
        confirmed_on=localdate(),
        situation=SITUATION | {"requested_on": since.isoformat()} | situation,
        together=together,
    )
    for rank, group in enumerate(groups, start=1):
        PlaceWish.objects.create(request=row, facility=group.activity.facility, rank=rank)
    return row


def given(session: AdmissionSession) -> dict[int, int | None]:
    """Each request's group."""
    return dict(session.lines.values_list("request", "given"))


@pytest.fixture
def group(db) -> Group:
    return creche.creche(places=1)


@pytest.fixture
def boss(group):
    return supervisor(group.activity.facility.service)


def test_the_one_with_more_points_is_proposed_and_the_record_keeps_why(group):
    few = asks(group, works=["home", "home"])
    many = asks(group)
    session = creche.session(group)
    assert given(session) == {many.pk: group.pk, few.pk: None}
    first = session.rounds.get()
    assert first.inputs["criteria"]["label"] == "Barème 2026"
    assert {row["key"] for row in first.inputs["requests"]} == {str(few.pk), str(many.pk)}


def test_of_equals_the_older_request_comes_first_then_the_lot_of_the_seed(group):
    young = asks(group)
    old = asks(group, since=date(2020, 1, 1))  # the points of waiting are bounded: both have six
    older = asks(group, since=date(2019, 1, 1))
    session = creche.session(group)
    assert given(session) == {older.pk: group.pk, old.pk: None, young.pk: None}


def test_a_proposal_comes_out_the_same_after_everything_it_read_has_changed(group):
    asks(group)
    asks(group, works=["returns"])
    session = creche.session(group)
    PlaceRequest.objects.update(situation=SITUATION | {"requested_on": "2020-01-01"})
    CriteriaVersion.objects.get().criteria.update(points=0)
    Group.objects.update(places=0)
    assert sessions.replay(session.rounds.get())


def test_the_share_of_a_session_is_kept_for_a_return_to_work(group):
    creche.CriteriaVersionFactory(share_percent=100)
    asks(group)
    back = asks(group, works=["returns", "home"], resident=False)
    assert given(creche.session(group))[back.pk] == group.pk


def test_brothers_and_sisters_are_proposed_together_in_their_second_choice(group):
    other = creche.creche(group.activity.facility.service, places=2)
    home = one_family(children=0)[:2]
    pair = [asks(group, other, home=home, together=True) for _ in range(2)]
    assert given(creche.session(group, other)) == {row.pk: other.pk for row in pair}
    for row in pair:
        PlaceRequest.objects.filter(pk=row.pk).update(together=False)
    alone = given(creche.session(group, other))
    assert sorted(alone.values()) == sorted([group.pk, other.pk])


def test_the_commission_changes_a_line_with_its_reason_within_the_places(group, boss):
    first, second = asks(group), asks(group, works=["home", "home"])
    session = creche.session(group)
    lines = {line.request_id: line for line in session.lines.all()}
    with pytest.raises(sessions.NoRoom) as full:
        sessions.change_line(lines[second.pk].pk, group.pk, reason="Urgence", by=boss)
    assert full.value.days == [1, 2]
    with pytest.raises(ValueError, match="reason"):
        sessions.change_line(lines[first.pk].pk, None, reason=" ", by=boss)
    sessions.change_line(lines[first.pk].pk, None, reason="Déménage en mars", by=boss)
    sessions.change_line(lines[second.pk].pk, group.pk, reason="Urgence sociale", by=boss)
    assert given(session) == {first.pk: None, second.pk: group.pk}
    changed = session.lines.get(request=second)
    assert (changed.proposed, changed.reason, changed.changed_by) == (
        None,
        "Urgence sociale",
        boss,
    )


def test_a_child_is_never_given_a_group_that_its_family_did_not_ask_for(group, boss):
    elsewhere = creche.creche(group.activity.facility.service)
    asks(group)
    line = creche.session(group, elsewhere).lines.get()
    with pytest.raises(ValueError, match="wishes"):
        sessions.change_line(line.pk, elsewhere.pk, reason="Plus près", by=boss)


def test_a_session_is_closed_once_and_keeps_its_places(group, boss):
    first, second = asks(group), asks(group, works=["home", "home"])
    session = creche.session(group)
    assert sessions.close_session(session.pk, by=boss)
    assert not sessions.close_session(session.pk, by=boss)
    states = dict(session.lines.values_list("request", "state"))
    assert states == {
        first.pk: AdmissionLine.State.TO_OFFER,
        second.pk: AdmissionLine.State.WAITING,
    }
    assert Enrolment.objects.get().state == Enrolment.State.KEPT
    with pytest.raises(sessions.SessionClosed):
        sessions.change_line(session.lines.first().pk, None, reason="Trop tard", by=boss)
    with pytest.raises(sessions.SessionClosed):
        sessions.propose_again(session.pk)


def test_places_taken_meanwhile_stop_the_closing_whole(group, boss):
    one, other = asks(group, days=(1,)), asks(group, days=(2,))
    session, rival = creche.session(group), creche.session(group)
    sessions.close_session(rival.pk, by=boss)
    PlaceRequest.objects.update(state=PlaceRequest.State.LISTED)
    PlaceRequest.objects.filter(pk=one.pk).update(child=creche.baby(one.household, boss_of(one)))
    with pytest.raises(sessions.PlacesMoved):
        sessions.close_session(session.pk, by=boss)
    session.refresh_from_db()
    assert session.is_open and Enrolment.objects.count() == 2
    assert PlaceRequest.objects.get(pk=other.pk).state == PlaceRequest.State.LISTED


def boss_of(row: PlaceRequest):
    """An adult of the request's home."""
    return row.household.adults.first()


def test_a_request_that_left_the_list_before_the_closing_takes_no_place(group, boss):
    row = asks(group)
    session = creche.session(group)
    PlaceRequest.objects.filter(pk=row.pk).update(state=PlaceRequest.State.CLOSED)
    sessions.close_session(session.pk, by=boss)
    assert session.lines.get().state == AdmissionLine.State.GONE
    assert not Enrolment.objects.exists()


def test_a_place_that_comes_back_goes_to_the_next_once(group, boss):
    first, second = asks(group), asks(group, works=["home", "home"])
    session = creche.session(group)
    sessions.close_session(session.pk, by=boss)
    first.refresh_from_db()
    turn_down(first, expired=False)
    assert (pass_places_on(session.pk), pass_places_on(session.pk)) == (1, 0)
    assert session.lines.get(request=second).state == AdmissionLine.State.TO_OFFER
    assert free_by_day(group)[1] == 0
    assert [sessions.replay(each) for each in session.rounds.all()] == [True, True]


def test_a_child_is_not_given_once_more_the_group_in_which_it_is(group, boss):
    row = asks(group)
    there = {
        "child": row.child,
        "household": row.household,
        "group": group,
        "weekdays": [5],
        "starts_on": localdate(),
        "ends_on": group.period.ends_on,
        "case_reference": "",
    }
    place = Enrolment.objects.create(state=Enrolment.State.ACTIVE, **there)
    assert not creche.session(group).lines.exists()
    place.delete()
    Enrolment.objects.create(state=Enrolment.State.WAITING, **there)
    sessions.close_session(creche.session(group).pk, by=boss)
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"ended", "kept"}


@pytest.mark.django_db(transaction=True)
def test_two_sessions_closed_at_once_never_give_a_place_twice():
    group = creche.creche(places=1)
    boss = supervisor(group.activity.facility.service)
    for _ in range(4):
        asks(group, days=(1, 2, 3))
    pair = [creche.session(group), creche.session(group)]
    outcomes: list[object] = []

    def close(session: AdmissionSession) -> None:
        try:
            outcomes.append(sessions.close_session(session.pk, by=boss))
        except sessions.PlacesMoved:
            outcomes.append("moved")
        finally:
            connection.close()

    threads = [Thread(target=close, args=[session]) for session in pair for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    assert Enrolment.objects.taking_places().count() == 1
    assert min(free_by_day(group).values()) == 0
