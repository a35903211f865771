"""Rights set from a judgment: by the agent who reads it, at its date, told to both parents."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from billing.models import PriceReview
from cases.models import Case, Piece, Wait
from cases.permissions import Level, documents_open_to, level, visible_to
from cases.stuck import violations
from documents.models import Document
from documents.permissions import open_to_household
from family.history import history_for, kept_states
from family.models import Child, Contact, Residence, Tie
from family.permissions import reader_of
from tests.factories.documents import DocumentFactory
from tests.factories.family import ContactFactory, separated_parents
from tests.factories.situation import MOVED, WORKS, changed
from tests.factories.town import agent
from workflows.engine import acts
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.step import Refused
from workflows.engine.sweep import sweep_waits

pytestmark = pytest.mark.django_db
ALL = ["has_authority", "may_see", "may_decide", "may_collect", "pays"]
NONE = ["none"]


class Split:
    """Separated parents; the mother declares, with a judgment unless said otherwise."""

    def __init__(self, *, joined: bool = True, has_judgment: bool = True, **steps) -> None:
        (self.home, self.mother), (self.away, self.father), self.child = separated_parents()
        told = {"child": [str(self.child.public_id)], "pattern": ["full"]}
        if has_judgment:
            told["has_judgment"] = ["on"]
        self.case = changed(self.mother, self.home, separation=told, **steps)
        if joined:
            self.join()

    def join(self) -> None:
        """The judgment is given."""
        paper = DocumentFactory(household=self.home, child=self.child, kind=Document.Kind.JUDGMENT)
        self.case.pieces.filter(kind="judgment").update(document=paper, state=Piece.State.PROVIDED)

    def answers(self, father=NONE, mother=ALL, *, since=None, here="full", there="visits", **more):
        """What the agent types."""
        return {
            "since": [(since or localdate()).isoformat()],
            f"rights-{self.mother.public_id}": mother,
            f"rights-{self.father.public_id}": father,
            f"home-{self.home.public_id}": [here],
            f"home-{self.away.public_id}": [there],
            **more,
        }

    def rule(self, exit: str = "accept", **said) -> None:
        """The agent who welcomes families decides."""
        wait = Wait.objects.get(case=self.case, part="separation", on=Wait.For.STAFF)
        words = {"answers": self.answers(**said)} if exit == "accept" else said
        acts.decide(wait.pk, exit, actor=agent(wait.service), act=uuid4(), **words)
        self.case.refresh_from_db()
        assert self.case.reference not in {stuck.reference for stuck in violations()}

    def rights(self, adult) -> set[str]:
        """What an adult may do today."""
        tie = Tie.objects.get(adult=adult, child=self.child)
        return {right for right in ALL if getattr(tie, right)}

    def told(self) -> list[str]:
        """The mail boxes that got the news of the rights."""
        sweep_deliveries()
        return sorted(m.to[0] for m in mail.outbox if "droits des parents" in m.subject)


def node(case: Case, part: str) -> str:
    return Wait.objects.get(case=case, part=part).node


def test_a_judgment_is_read_by_a_task_of_its_own_and_other_parts_are_not():
    split = Split(travail=WORKS)
    assert (node(split.case, "separation"), node(split.case, "travail")) == ("judge", "decide")
    assert node(Split(has_judgment=False, joined=False).case, "separation") == "decide"


def test_what_the_judgment_says_is_written_with_history_and_both_parents_are_told():
    split = Split()
    split.rule(father=["pays"], there="visits")
    assert split.case.state == Case.State.ACCEPTED
    assert (split.rights(split.mother), split.rights(split.father)) == (set(ALL), {"pays"})
    patterns = dict(Residence.objects.values_list("household", "pattern"))
    assert patterns == {split.home.pk: "full", split.away.pk: "visits"}
    kept = kept_states(Tie).filter(adult=split.father, pgh_label="update").latest("pgh_id")
    judge = split.case.data["decisions"][-1]["by"]
    assert kept.pgh_context.metadata == {"user": judge, "case": split.case.reference}
    assert split.told() == sorted([split.mother.email, split.father.email])
    assert all(split.child.first_name not in m.body + m.subject for m in mail.outbox)


def test_each_parent_reads_in_the_history_what_concerns_him_or_her():
    split = Split()
    split.rule()
    seen = [change.sentence for change in history_for(reader_of(split.father.user))]
    assert any("droits pour un enfant" in line and "oui → non" in line for line in seen)
    assert not any(split.child.first_name in line or "Amina" in line for line in seen)
    hers = [change.sentence for change in history_for(reader_of(split.mother.user))]
    assert any("Bruno" in line and split.child.first_name in line for line in hers)


def test_a_parent_who_may_no_longer_see_finds_nothing_from_that_moment():
    split = Split()
    DocumentFactory(household=split.away, child=split.child)
    browser = Client()
    browser.force_login(split.father.user)
    doors = [
        reverse("portal:case", args=[split.case.reference]),
        reverse("portal:case_live", args=[split.case.reference]),
        reverse("portal:child", args=[split.child.public_id]),
        reverse("api:case", args=[split.case.reference]),
        reverse("api:events", args=[split.case.reference]),
    ]
    assert {browser.get(door).status_code for door in doors} == {200}
    assert open_to_household(split.father.user).exists()
    split.rule()
    assert {browser.get(door).status_code for door in doors} == {404}
    assert level(split.father.user, split.case) == Level.NONE
    assert not visible_to(split.father.user).exists()
    assert not documents_open_to(split.father.user).exists()
    for page in ("home", "portal:documents", "portal:entourage", "portal:family", "portal:agenda"):
        assert split.child.first_name not in browser.get(reverse(page)).content.decode()


def test_the_declaring_parent_may_lose_rights_too_and_no_longer_opens_the_request():
    split = Split()
    split.rule(mother=NONE, father=ALL, here="visits", there="full")
    assert level(split.mother.user, split.case) == Level.NONE
    assert split.told() == sorted([split.mother.email, split.father.email])


def test_without_a_judgment_rights_do_not_change():
    split = Split(has_judgment=False, joined=False)
    wait = split.case.waits.get()
    acts.decide(wait.pk, "accept", actor=agent(wait.service), act=uuid4())
    assert split.rights(split.father) == set(ALL)
    assert not split.told()


def test_a_judgment_that_is_announced_but_not_joined_sets_nothing():
    split = Split(joined=False)
    with pytest.raises(Refused) as refused:
        split.rule()
    assert "n’est pas joint" in refused.value.messages[0]
    split.rule("plain")
    assert (split.case.state, split.rights(split.father)) == (Case.State.ACCEPTED, set(ALL))
    assert Residence.objects.get(household=split.home).pattern == "full"


def test_a_judgment_that_comes_with_the_complement_is_then_read():
    split = Split(has_judgment=False, joined=False)
    wait = split.case.waits.get()
    acts.decide(
        wait.pk, "complement", actor=agent(wait.service), act=uuid4(), pieces={"judgment": ""}
    )
    split.join()
    acts.answer(split.case.waits.get().pk, actor=split.mother.user, act=uuid4())
    assert node(split.case, "separation") == "judge"


def test_a_complement_on_a_judgment_comes_back_to_who_reads_it():
    split = Split(joined=False)
    split.rule("complement", pieces={"judgment": "illisible"})
    assert node(split.case, "separation") == "missing"
    split.join()
    acts.answer(split.case.waits.get().pk, actor=split.mother.user, act=uuid4())
    assert node(split.case, "separation") == "judge"


def test_a_judgment_may_be_refused_and_changes_nothing():
    split = Split()
    split.rule("refuse", reason="judgment")
    assert (split.case.state, split.rights(split.father)) == (Case.State.REFUSED, set(ALL))


def test_a_judgment_to_come_takes_effect_at_its_date_alone(time_machine):
    time_machine.move_to(now(), tick=False)
    split = Split(travail=WORKS)
    day = localdate() + timedelta(days=10)
    split.rule(since=day)
    assert split.rights(split.father) == set(ALL)
    assert Wait.objects.get(case=split.case, part="separation").node == "until_ruled"
    assert sweep_waits() == 0
    time_machine.move_to(now() + timedelta(days=10), tick=False)
    assert sweep_waits() == 1
    assert split.rights(split.father) == set()
    split.case.refresh_from_db()
    assert split.case.state == Case.State.OPEN  # the other part is still with its service
    assert split.told() == sorted([split.mother.email, split.father.email])


def test_a_judgment_does_not_wait_for_the_other_parts():
    split = Split(demenagement=MOVED)
    split.rule()
    assert split.case.state == Case.State.OPEN
    assert split.rights(split.father) == set()


def test_a_judgment_of_the_past_has_prices_looked_at_anew_from_its_day():
    split = Split()
    day = localdate() - timedelta(days=60)
    split.rule(since=day)
    assert PriceReview.objects.get().since == day


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"father": []}, "Cochez ses droits"),
        ({"father": ["none", "pays"]}, "Choisissez"),
        ({"father": ["may_decide"]}, "doit pouvoir consulter"),
        ({"father": NONE, "mother": ["may_see"]}, "Plus personne"),
        ({"there": "full"}, "toujours"),
        ({"here": "none", "there": "none"}, "un foyer au moins"),
        ({"confirmed": ["0" * 12]}, "a changé entre-temps"),
    ],
)
def test_what_holds_together_badly_is_not_written(said, why):
    split = Split()
    with pytest.raises(Refused) as refused:
        split.rule(**said)
    assert why in " ".join(map(str, refused.value.messages))
    assert split.rights(split.father) == set(ALL)


def test_who_may_not_collect_is_said_in_the_entourage_of_both_doors():
    split = Split()
    ContactFactory(
        child=split.child,
        household=split.home,
        first_name=split.father.first_name,
        last_name=split.father.last_name.upper(),
        may_collect=True,
    )
    split.rule(father=["may_see", "pays"])
    assert not Contact.objects.get().may_collect
    mother, clerk = Client(), Client()
    mother.force_login(split.mother.user)
    page = mother.get(reverse("portal:entourage")).content.decode()
    assert "ne doit pas venir chercher" in page and str(split.father) in page
    clerk.force_login(agent(split.case.service))
    for address in (
        reverse("desk:case", args=[split.case.reference]),
        reverse("desk:household", args=[split.away.public_id]),
    ):
        assert "ne doit pas venir chercher" in clerk.get(address).content.decode()


def test_a_home_where_the_child_does_not_live_any_more_is_left():
    split = Split()
    split.rule(there="none")
    assert [home.pk for home in Child.objects.get(pk=split.child.pk).households.all()] == [
        split.home.pk
    ]
