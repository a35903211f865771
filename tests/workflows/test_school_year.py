"""A year's file: several children, several activities, each decided by its service."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now

from activities.models import Enrolment
from cases.models import Case, Wait
from cases.permissions import Level, level, visible_to
from cases.sides import Side
from cases.stuck import violations
from tests.documents.files import pdf
from tests.factories import enrolment
from tests.factories.activities import GroupFactory
from tests.factories.documents import DocumentFactory
from tests.factories.family import (
    ChildFactory,
    TieFactory,
    one_family,
    parent,
    separated_parents,
    years_ago,
)
from tests.factories.school_year import (
    SLUG,
    canteen,
    decide,
    drafted,
    evening,
    sent,
    task,
    typed,
    wednesdays,
    year_now,
    year_to_come,
)
from tests.factories.town import agent
from tests.workflows.following import told
from workflows.engine import acts
from workflows.engine.drafts import Incomplete
from workflows.engine.letters import has_decision
from workflows.engine.pieces import piece_rows, take_paper
from workflows.engine.procedure import registry
from workflows.engine.standing import badge, refusal, reply, standing
from workflows.engine.step import Refused
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
FILE = registry[SLUG]


@pytest.fixture
def family():
    return one_family(children=2)


@pytest.fixture
def year(db):
    return year_now()


def ends(case: Case) -> dict[str, str]:
    """What came of each wish."""
    case.refresh_from_db()
    assert list(violations()) == []
    return case.data.get("parts", {})


def test_each_wish_stands_in_the_queue_of_its_service_under_its_name(family, year):
    household, adult, (lina, tom) = family
    wished = {lina: {canteen(year): [1, 2], wednesdays(year): [3]}, tom: {canteen(year): [4]}}
    case = sent(adult, household, wished)
    queues = {w.part: (w.service.slug, w.part_name) for w in case.waits.order_by("part")}
    assert queues == {
        "1": ("enfance", "Enfant0 · Restauration scolaire"),
        "2": ("loisirs", "Enfant0 · Mercredis"),
        "3": ("enfance", "Enfant1 · Restauration scolaire"),
    }
    assert (case.service.slug, case.child) == ("enfance", None)
    assert set(case.concerned.values_list("child", flat=True)) == {lina.pk, tom.pk}
    assert case.waits.filter(search__contains="enfant1").count() == 1


def test_a_file_about_one_child_is_that_child_s(family, year):
    household, adult, (lina, _tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}})
    assert case.child == lina
    assert not case.concerned.exists()


def test_what_is_accepted_takes_its_places_from_the_day_asked_for(family, year):
    household, adult, (lina, tom) = family
    meals, after = canteen(year), evening(year)
    case = sent(adult, household, {lina: {meals: [1, 4]}, tom: {after: [2]}})
    decide(case, "1")
    assert case.state == Case.State.OPEN
    decide(case, "2")
    assert (case.state, ends(case)) == ("accepted", {"1": "placed", "2": "placed"})
    rows = Enrolment.objects.order_by("pk").values_list("child", "group", "weekdays", "starts_on")
    today = localdate()
    assert list(rows) == [(lina.pk, meals.pk, [1, 4], today), (tom.pk, after.pk, [2], today)]


def test_a_full_day_puts_the_whole_activity_in_line_when_the_family_wants_it(family, year):
    household, adult, (lina, _tom) = family
    case = sent(adult, household, {lina: {canteen(year, places=0): [1, 2]}})
    decide(case, "1")
    assert (case.state, ends(case)) == ("waitlisted", {"1": "listed"})
    assert [event.kind for event in case.events.all()][-2:] == ["part_waitlisted", "waitlisted"]
    assert Enrolment.objects.get().state == Enrolment.State.WAITING
    assert FILE.shown(case)["wishes"][0].said == "rang 1 sur 1"


def test_a_full_day_leaves_the_activity_aside_when_the_family_does_not_wait(family, year):
    household, adult, (lina, _tom) = family
    case = sent(adult, household, {lina: {canteen(year, places=0): [1, 2]}}, waiting="no")
    decide(case, "1")
    assert (case.state, ends(case)) == ("refused", {"1": "full"})
    assert not Enrolment.objects.exists()
    assert "plus de place" in refusal(case)["reason"]
    assert has_decision(case)


def test_a_refusal_says_why_of_each_wish_and_takes_nothing(family, year):
    household, adult, (lina, tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}, tom: {canteen(year): [1]}})
    decide(case, "1", "refuse", reason="residence")
    decide(case, "2", "refuse", reason="other", text="Dossier en double.")
    assert (case.state, ends(case)) == ("refused", {"1": "refused", "2": "refused"})
    because = refusal(case)["reason"]
    assert "Enfant0 · Restauration scolaire" in because and "n’habite pas la commune" in because
    assert "Dossier en double." in because
    assert not Enrolment.objects.exists()


def test_what_is_refused_beside_what_is_accepted_is_told_line_by_line(family, year):
    household, adult, (lina, tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}, tom: {canteen(year): [1]}})
    decide(case, "1")
    decide(case, "2", "refuse", reason="age", text="Trois ans en mars.")
    assert case.state == Case.State.ACCEPTED
    said = reply(case)
    assert said.text == ""  # the words about one part stand in its line only
    assert [line.value.partition(" ")[0].strip(",\N{NO-BREAK SPACE}:") for line in said.lines] == [
        "accepté",
        "refusé",
    ]
    assert "Trois ans en mars." in said.lines[1].value


def test_no_wish_is_refused_without_its_ground(family, year):
    household, adult, (lina, _tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}})
    with pytest.raises(Refused):
        decide(case, "1", "refuse")
    assert case.waits.count() == 1


def test_a_complement_in_one_part_is_answered_while_another_goes_on(family, year):
    household, adult, (lina, tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}, tom: {wednesdays(year): [3]}})
    told()
    decide(case, "1", "complement", text="Quelle école ?")
    assert case.turn == Side.TOWN  # the other part's service is at work: its clock runs
    seen = standing(case)
    assert (seen.whose, seen.wait.part) == (Side.FAMILY, "1")
    (row,) = visible_to(adult.user).with_asked()
    assert (row.asks_family, badge(row)) == (True, "your-turn")
    assert list(Case.objects.waiting_for_family()) == [case]
    acts.answer(task(case, "1", Wait.For.FAMILY).pk, actor=adult.user, act=uuid4())
    decide(case, "2")
    decide(case, "1")
    assert (case.state, ends(case)) == ("accepted", {"1": "placed", "2": "placed"})


def test_a_part_without_answer_lapses_and_the_others_stand(family, year, time_machine):
    time_machine.move_to(now(), tick=False)
    household, adult, (lina, tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}, tom: {canteen(year): [2]}})
    decide(case, "1", "complement", text="Quelle école ?")
    decide(case, "2")
    _let_pass(time_machine)
    assert ends(case) == {"1": "lapsed", "2": "placed"}
    assert case.state == Case.State.ACCEPTED


def test_a_file_whose_every_part_lapsed_is_abandoned(family, year, time_machine):
    time_machine.move_to(now(), tick=False)
    household, adult, (lina, _tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}})
    decide(case, "1", "complement", text="Quelle école ?")
    _let_pass(time_machine)
    assert (ends(case), case.state) == ({"1": "lapsed"}, Case.State.ABANDONED)


def _let_pass(time_machine) -> None:
    for days in (8, 13, 10):
        time_machine.move_to(now() + timedelta(days=days), tick=False)
        sweep_waits()


def test_a_file_is_withdrawn_whole_and_takes_nothing(family, year):
    household, adult, (lina, tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}, tom: {canteen(year): [2]}})
    acts.withdraw(case.pk, actor=adult.user)
    case.refresh_from_db()
    assert (case.state, case.waits.count()) == (Case.State.WITHDRAWN, 0)
    assert not Enrolment.objects.exists()


def test_the_same_decision_sent_twice_takes_one_place(family, year):
    household, adult, (lina, tom) = family
    case = sent(adult, household, {lina: {canteen(year): [1]}, tom: {canteen(year): [2]}})
    wait, act = task(case, "1"), uuid4()
    clerk = agent(wait.service)
    for _twice in range(2):
        acts.decide(wait.pk, "accept", actor=clerk, act=act)
    assert Enrolment.objects.count() == 1
    assert case.events.filter(kind="part_accepted").count() == 1


def test_a_child_who_stands_there_by_another_request_is_not_enrolled_twice(family, year):
    household, adult, (lina, _tom) = family
    meals = canteen(year)
    first, second = (sent(adult, household, {lina: {meals: [1]}}) for _ in range(2))
    decide(first, "1")
    with pytest.raises(Refused):
        decide(second, "1")
    decide(second, "1", "refuse", reason="other", text="En double.")
    assert Enrolment.objects.count() == 1


def test_another_live_file_for_the_same_child_and_year_is_shown_to_the_agents(family, year):
    household, adult, (lina, tom) = family
    first = sent(adult, household, {lina: {canteen(year): [1]}})
    second = sent(adult, household, {lina: {evening(year): [1]}, tom: {evening(year): [1]}})
    (found,) = [row for row in FILE.verified(second) if row.reference]
    assert (found.ok, found.reference) == (False, first.reference)


# -- the form


def test_a_step_is_asked_for_each_child_chosen_by_name(family, year):
    household, adult, (lina, tom) = family
    case = drafted(adult, household, {tom: {canteen(year): [1]}})
    titles = {step.slug: str(step.title) for step in FILE.steps_of(case)}
    assert list(titles) == ["enfants", "enfant-2", "accords"]
    assert tom.first_name in titles["enfant-2"] and lina.first_name not in titles["enfant-2"]


def test_answers_typed_for_one_child_are_never_read_for_another(family, year):
    household, adult, (lina, tom) = family
    case = drafted(adult, household, {lina: {canteen(year): [1]}})
    case.data["typed"]["enfants"]["children"] = [str(tom.public_id)]
    case.data["typed"]["enfant-2"] = case.data["typed"]["enfant-1"]
    case.save()
    with pytest.raises(Incomplete) as incomplete:
        acts.submit(case.pk, actor=adult.user)
    assert incomplete.value.steps == ["enfant-2"]


def test_an_activity_without_a_day_is_not_asked_for_and_one_day_at_least_is_needed(family, year):
    household, adult, (lina, _tom) = family
    case = drafted(adult, household, {lina: {canteen(year): []}})
    with pytest.raises(Incomplete):
        acts.submit(case.pk, actor=adult.user)


def test_only_what_fits_age_and_school_is_offered(year):
    household, adult, (lina,) = one_family()
    small = ChildFactory(first_name="Zoé", birth_date=years_ago(1), homes=[household])
    TieFactory(adult=adult, child=small)
    meals = canteen(year, activity__pupils_only=True)
    case = drafted(adult, household, {lina: {meals: [1]}})
    form = FILE.step("enfants").form(case=case, user=adult.user, day=localdate())
    assert form.nothing_fits  # Lina is no pupil there, and Zoé is too small
    lina.school = meals.activity.facility
    lina.save()
    form = FILE.step("enfants").form(case=case, user=adult.user, day=localdate())
    assert [value for value, _label in form.fields["children"].choices] == [str(lina.public_id)]


def test_the_year_is_asked_only_when_two_are_open(family, year):
    household, adult, (lina, _tom) = family
    meals = canteen(year)
    case = drafted(adult, household, {lina: {meals: [1]}})
    form = FILE.step("enfants").form(case=case, user=adult.user, day=localdate())
    assert form["year"].is_hidden and "starts_on" in form.fields
    coming = canteen(year_to_come(), activity=meals.activity)
    form = FILE.step("enfants").form(case=case, user=adult.user, day=localdate())
    assert not form["year"].is_hidden
    later = sent(adult, household, {lina: {coming: [1]}})
    decide(later, "1")
    assert Enrolment.objects.get().starts_on == coming.period.starts_on


def test_the_file_is_closed_while_no_year_is_open(year):
    canteen(year)
    assert FILE.open_on(localdate())
    assert not FILE.open_on(year.closes_on + timedelta(days=1))


def test_the_insurance_is_asked_only_for_the_children_whose_the_town_has_not(family, year):
    household, adult, (lina, tom) = family
    case = drafted(adult, household, {lina: {canteen(year): [1]}, tom: {canteen(year): [1]}})
    asked = {piece.kind: str(piece.why) for piece in FILE.pieces(case)}
    assert "Enfant0, Enfant1" in asked["insurance"]
    DocumentFactory(household=household, child=lina, kind="insurance")
    asked = {piece.kind: str(piece.why) for piece in FILE.pieces(case)}
    assert "Enfant1" in asked["insurance"] and "Enfant0" not in asked["insurance"]
    DocumentFactory(household=household, child=tom, kind="insurance")
    assert [piece.kind for piece in FILE.pieces(case)] == ["address"]


def test_the_proof_of_address_given_for_one_child_is_reused_for_two(family, year):
    household, adult, (lina, tom) = family
    single = enrolment.draft(adult, household, lina, canteen(year))
    paper = take_paper(single, "address", SimpleUploadedFile("edf.pdf", pdf()), by=adult.user)
    case = drafted(adult, household, {lina: {evening(year): [1]}, tom: {evening(year): [1]}})
    rows = {row["kind"]: row["reusable"] for row in piece_rows(case)}
    assert rows["address"] == paper


# -- who may start, who may see


def test_a_parent_files_only_for_the_children_he_or_she_decides_for(family, year):
    household, _adult, (lina, tom) = family
    partner = parent(household=household, role="co_representative", first_name="Luc")
    TieFactory(adult=partner, child=tom)
    TieFactory(adult=partner, child=lina, step=True)
    case = drafted(partner, household, {tom: {canteen(year): [1]}})
    first = {"year": [""], "children": [str(lina.public_id)], "starts_on": [""]}
    case.data["typed"]["enfants"] = first
    case.save()
    with pytest.raises(Incomplete):
        acts.submit(case.pk, actor=partner.user)


def test_a_step_parent_of_one_child_reads_no_file_about_both(family, year):
    household, adult, (lina, tom) = family
    partner = parent(household=household, role="co_representative", first_name="Luc")
    TieFactory(adult=partner, child=tom)
    TieFactory(adult=partner, child=lina, step=True)
    case = sent(adult, household, {lina: {canteen(year): [1]}, tom: {canteen(year): [1]}})
    assert level(partner.user, case) == Level.OVERVIEW
    assert level(adult.user, case) == Level.WRITE
    assert case in visible_to(partner.user)
    told()


def test_the_other_home_s_parent_of_one_child_knows_that_the_file_exists(year):
    (home, mother), (_other, father), child = separated_parents()
    brother = ChildFactory(first_name="Noé", homes=[home])
    TieFactory(adult=mother, child=brother)
    case = sent(mother, home, {child: {canteen(year): [1]}, brother: {canteen(year): [1]}})
    assert level(father.user, case) == Level.OVERVIEW
    assert case in visible_to(father.user)
    _home, stranger, _kids = one_family()
    assert level(stranger.user, case) == Level.NONE
    assert case not in visible_to(stranger.user)


def test_the_counter_files_for_a_family_without_account(family, year):
    household, adult, (lina, tom) = family
    clerk = agent()
    wished = {lina: {canteen(year): [1]}, tom: {canteen(year): [1]}}
    case = sent(adult, household, wished, by=clerk)
    assert case.at_counter
    decide(case, "1")
    decide(case, "2")
    assert case.state == Case.State.ACCEPTED


def test_a_group_of_another_child_s_age_is_never_taken_from_a_forged_form(family, year):
    household, adult, (lina, _tom) = family
    young = GroupFactory(period=year, activity__max_months=36)
    case = drafted(adult, household, {lina: {canteen(year): [1]}})
    forged = typed(case, {lina: {young: [1]}}, "yes")
    case.data["typed"] = forged
    case.save()
    with pytest.raises(Incomplete):
        acts.submit(case.pk, actor=adult.user)
