"""A full enrolment, submission to acceptance, against the same steps of a bare Viewflow flow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from accounts.models import User
from activities.models import Group
from benchmarks.bare import flow as bare
from benchmarks.measure import Spent, statements, taken
from cases.models import Case
from tests.factories.activities import group_of
from tests.factories.enrolment import draft, task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts

GOAL = 1.5
ROUNDS, WARM_UP = 60, 5
GROUP_SIZE = 25  # places of one activity, all given in the end
STEPS = ("submit", "claim", "accept")


@dataclass
class Side:
    """One of the two, step by step."""

    steps: dict[str, Spent] = field(default_factory=lambda: {step: Spent() for step in STEPS})

    def figures(self) -> dict[str, Any]:
        """Milliseconds and statements, by step and in all."""
        whole = [sum(times) for times in zip(*(s.times for s in self.steps.values()), strict=True)]
        return {
            "ms": {name: spent.ms for name, spent in self.steps.items()} | {"all": Spent(whole).ms},
            "statements": {name: len(spent.statements) for name, spent in self.steps.items()}
            | {"all": sum(len(spent.statements) for spent in self.steps.values())},
        }


def measure(rounds: int = ROUNDS) -> dict[str, Any]:
    """The portal, the bare flow with the same rules, the one without: in turn, round after round,
    each for a family of its own, on the same database."""
    service = ServiceFactory()
    clerk = agent(service)
    portal, ruled, empty = Side(), Side(), Side()
    for number in range(-WARM_UP, rounds):
        if number == 0:
            portal, ruled, empty = Side(), Side(), Side()
        if number % GROUP_SIZE == 0 or number == -WARM_UP:
            groups = [group_of(service, places=GROUP_SIZE) for _ in range(3)]
        asked = [_asked(group) for group in groups]
        _portal(*asked[0], clerk, portal)
        _bare(bare.RuledFlow, *asked[1], clerk, ruled)
        _bare(bare.EmptyFlow, *asked[2], clerk, empty)
    return _summary(portal.figures(), ruled.figures(), empty.figures())


def _asked(group: Group) -> tuple[Case, User]:
    """A draft whose form is filled, and its parent."""
    household, adult, (child,) = one_family()
    return draft(adult, household, child, group), adult.user


def _portal(case: Case, parent: User, clerk: User, side: Side) -> None:
    """What the doors call, in turn."""
    with _step(side, "submit"):
        acts.submit(case.pk, actor=parent, act=uuid4())
    task = task_of(case).pk
    with _step(side, "claim"):
        acts.claim(task, actor=clerk, act=uuid4())
    with _step(side, "accept"):
        acts.decide(task, "accept", actor=clerk, act=uuid4())
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def _bare(flow_class: type, case: Case, parent: User, clerk: User, side: Side) -> None:
    with _step(side, "submit"):
        process = bare.start(flow_class, case, parent)
    task = bare.task_of(process)
    with _step(side, "claim"):
        bare.claim(flow_class, process.pk, task, clerk)
    with _step(side, "accept"):
        bare.accept(flow_class, process.pk, task, clerk)
    process.refresh_from_db()
    assert process.status == "DONE"


@contextmanager
def _step(side: Side, name: str) -> Iterator[None]:
    with taken(side.steps[name]), statements(side.steps[name]):
        yield


def _summary(portal: dict, ruled: dict, empty: dict) -> dict[str, Any]:
    return {
        "portal": portal,
        "bare": ruled,
        "bare_without_rules": empty,
        "ratios": {
            of: {
                "same_rules": portal[of]["all"] / ruled[of]["all"],
                "without_rules": portal[of]["all"] / empty[of]["all"],
            }
            for of in ("ms", "statements")
        },
        "goal": GOAL,
    }
