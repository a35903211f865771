"""A full enrolment, submission to acceptance, against the same steps of a bare Viewflow flow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from uuid import uuid4

from accounts.models import User
from benchmarks.bare import flow as bare
from benchmarks.measure import Spent, statements, taken
from cases.models import Case
from tests.factories.activities import group_of
from tests.factories.enrolment import draft, task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts, drafts

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
    """Both sides in turn, round after round, on the same database."""
    service = ServiceFactory()
    clerk = agent(service)
    portal, form, stock, unlocked = Side(), Spent(), Side(), Side()
    for number in range(-WARM_UP, rounds):
        if number == 0:
            portal, form, stock, unlocked = Side(), Spent(), Side(), Side()
        if number % GROUP_SIZE == 0 or number == -WARM_UP:
            group = group_of(service, places=GROUP_SIZE)
        household, adult, (child,) = one_family()
        _portal(draft(adult, household, child, group), adult.user, clerk, portal, form)
        _bare(bare.BareFlow, clerk, stock)
        _bare(bare.UnlockedFlow, clerk, unlocked)
    return _summary(portal.figures(), form, stock.figures(), unlocked.figures())


def _portal(case: Case, parent: User, clerk: User, side: Side, form: Spent) -> None:
    """What the doors call, in turn; reading the form once more is noted apart as well."""

    def read_form(*args: Any) -> dict:
        with taken(form), statements(form):
            return drafts.read_form(*args)

    with mock.patch.object(acts, "read_form", read_form), _step(side, "submit"):
        acts.submit(case.pk, actor=parent, act=uuid4())
    task = task_of(case).pk
    with _step(side, "claim"):
        acts.claim(task, actor=clerk, act=uuid4())
    with _step(side, "accept"):
        acts.decide(task, "accept", actor=clerk, act=uuid4())
    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED


def _bare(flow_class: type, clerk: User, side: Side) -> None:
    with _step(side, "submit"):
        process = bare.start(flow_class)
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


def _summary(portal: dict, form: Spent, stock: dict, unlocked: dict) -> dict[str, Any]:
    form_figures = {"ms": form.ms, "statements": len(form.statements)}
    return {
        "portal": portal,
        "form": form_figures,
        "bare": stock,
        "bare_unlocked": unlocked,
        "ratios": {
            of: {
                "whole": portal[of]["all"] / stock[of]["all"],
                "without_form": (portal[of]["all"] - form_figures[of]) / stock[of]["all"],
                "against_unlocked": portal[of]["all"] / unlocked[of]["all"],
            }
            for of in ("ms", "statements")
        },
        "goal": GOAL,
    }
