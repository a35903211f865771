"""The demo town's cases: in every state, consistent, with a believable past."""

from collections import Counter

import pytest

from activities.models import Enrolment
from cases.models import Case, CaseEvent, Message, Note, Piece, Wait
from cases.permissions import Level, level, reserved, visible_to
from cases.sides import Side
from tests.demo.conftest import AUTUMN_DAY
from tests.demo.consistency import CHECKS
from workflows.engine.procedure import registry


@pytest.mark.parametrize("check", CHECKS)
def test_each_case_of_the_town_is_consistent(ground, check):
    assert check() == []


def test_there_are_cases_in_every_state_and_at_every_step(ground):
    states = Counter(Case.objects.values_list("state", flat=True))
    assert set(states) == set(Case.State.values)
    assert 150 <= sum(states.values()) <= 180
    steps = Counter(Wait.objects.values_list("node", flat=True))
    usual = {"check", "missing", "offer", "meeting", "waiting", "examine"}
    assert set(steps) == usual | {"decide", "exemption", "proof"}
    assert steps["check"] >= 35


def test_some_tasks_are_late_some_due_today_some_taken_and_one_asks_for_news(ground):
    tasks = Wait.objects.tasks()
    assert tasks.filter(due_at__lt=AUTUMN_DAY).count() >= 3
    assert tasks.filter(due_at__date=AUTUMN_DAY.date()).count() >= 2
    assert tasks.filter(owner__isnull=False).count() >= 3
    assert tasks.filter(unread=True).count() >= 1
    assert Case.objects.late(AUTUMN_DAY).exists()


def test_accepted_cases_stand_in_the_family_file(ground):
    single = Case.objects.filter(procedure="inscription").values("reference")
    rows = Enrolment.objects.exclude(state="waiting").filter(case_reference__in=single)
    held = set(rows.values_list("case_reference", flat=True))
    accepted = Case.objects.filter(state=Case.State.ACCEPTED, procedure="inscription")
    accepted = accepted.values_list("reference", flat=True)
    for_now = Case.objects.filter(step="proof").values_list("reference", flat=True)
    assert set(accepted) | set(for_now) == held
    waiting = Enrolment.objects.waiting().exclude(case_reference="")
    listed = Case.objects.filter(state=Case.State.WAITLISTED).values_list("reference", flat=True)
    assert set(listed) == set(waiting.values_list("case_reference", flat=True))


def test_of_the_years_files_one_is_half_decided_one_untouched_and_one_accepted(ground):
    files = Case.objects.filter(procedure="dossier-periscolaire").order_by("pk")
    half, untouched, accepted = files
    assert (half.state, untouched.state, accepted.state) == ("open", "open", "accepted")
    assert half.data["parts"] == {"1": "placed"} and half.waits.count() >= 2
    assert "parts" not in untouched.data
    for case in files:
        placed = [end for end in case.data.get("parts", {}).values() if end == "placed"]
        assert Enrolment.objects.filter(case_reference=case.reference).count() == len(placed)


def test_a_supervisor_finds_a_derogation_and_the_parent_a_renewal(ground):
    from accounts.models import User

    head = User.objects.get(username="responsable")
    wait = Wait.objects.get(node="exemption")
    assert not reserved(head, wait)
    assert reserved(User.objects.get(username="agent"), wait)
    camille = User.objects.get(username="parent").adult
    home = camille.households.get()
    (invitation,) = registry["dossier-periscolaire"].invitations(camille, home, ground.today)
    assert "Léa" in invitation.text and "Noé" in invitation.text


def test_there_is_something_to_read_on_both_sides(ground):
    assert set(Message.objects.values_list("side", flat=True)) == {Side.TOWN, Side.FAMILY}
    assert Note.objects.count() > 20
    assert set(Piece.objects.values_list("state", flat=True)) >= {"asked", "provided", "refused"}
    assert "{" not in "".join(Message.objects.values_list("body", flat=True))


def test_the_counter_filed_for_the_family_without_account(ground):
    counter = [
        case for case in Case.objects.submitted().select_related("applicant") if case.at_counter
    ]
    assert counter
    assert all(case.filed_by.memberships.exists() for case in counter)


def test_ready_sign_ins_find_their_cases_and_not_each_other_s(ground):
    from accounts.models import User

    parent, other = (User.objects.get(username=name) for name in ("parent", "exparent"))
    asked = Case.objects.get(applicant__user=parent, step="missing")
    assert level(parent, asked) == Level.WRITE
    assert level(other, asked) == Level.NONE
    leas = Case.objects.get(applicant__user=parent, child__first_name="Léa")
    assert level(other, leas) == Level.OVERVIEW
    assert visible_to(User.objects.get(username="coparent")).drafts().count() == 1
    for name in ("agent", "agent-petite-enfance"):
        agent = User.objects.get(username=name)
        services = frozenset(agent.memberships.values_list("service_id", flat=True))
        assert Wait.objects.of_services(services).exists()


def test_no_old_news_is_left_to_be_mailed(ground):
    assert not CaseEvent.objects.filter(deliver_after__isnull=False).exists()
