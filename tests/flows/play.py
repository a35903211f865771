"""How a démarche is played by the proofs that go over every one of them.

`tests/flows/plays/<folder>.py` plays `workflows/<folder>/`; a démarche may also bring its own, as
`workflows/<folder>/tests/play.py`. Either holds one subclass of `Play`, called `Played`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from accounts.models import User
from cases.models import Case, Wait
from family.models import Adult, Child, Household
from tests.factories.documents import DocumentFactory
from workflows.engine.answers import TownPaper
from workflows.engine.procedure import Decision, Procedure, registry


@dataclass(frozen=True)
class Family:
    """A home of the town: who asks, for whom, and the child's parent who lives elsewhere."""

    household: Household
    adult: Adult
    child: Child
    other: Adult | None = None


class Play:
    """What the proofs must know of one démarche, besides its declaration."""

    def settle(self, *, places: int, days: int) -> None:
        """What the town must have first: services, an offer of so many places for so many days."""

    def draft(self, family: Family, choice: int, by: User | None = None) -> Case:
        """A good draft of this family, begun by `by` at the counter; `choice` varies it."""
        raise NotImplementedError

    def counted(self, case: Case) -> tuple[Any, Any]:
        """What the records hold of this case, and what its history says that they must hold."""
        raise NotImplementedError

    def town_acts(self) -> tuple[Callable[[User], None], ...]:
        """What the service does besides treating tasks: each takes the supervisor who does it."""
        return ()

    def sweep(self) -> int:
        """What this démarche's own sweep moved."""
        return 0


def play_of(procedure: Procedure) -> Play:
    """How a démarche is played; raises LookupError, with what to write, when nobody said it."""
    folder = type(procedure).__module__.split(".")[-2]
    for name in (f"workflows.{folder}.tests.play", f"tests.flows.plays.{folder}"):
        if _exists(name):
            return import_module(name).Played()
    raise LookupError(f"say in workflows/{folder}/tests/play.py how {procedure.slug!r} is played")


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def exits(case: Case, exit: str, *nodes: str) -> int:
    """How many decisions left these steps, any when none is named, by this exit."""
    said = case.data.get("decisions", [])
    return sum(d["exit"] == exit and (not nodes or d["node"] in nodes) for d in said)


def good_words(case: Case, wait: Wait, declared: Decision, by: User) -> dict[str, Any]:
    """All that a decision asks for, rightly given."""
    words: dict[str, Any] = {}
    if declared.refuses:
        words = {"reason": registry[case.procedure].reasons[0].code, "text": "Voici pourquoi."}
    if declared.asks_pieces:
        words["pieces"] = dict.fromkeys(declared.suggests or ("address",), "illisible")
    if declared.asks:
        form = declared.asks(QueryDict(), case=case, user=by, day=localdate())
        words["answers"] = {name: [_good(field, by)] for name, field in form.fields.items()}
    return words


def _good(field: forms.Field, by: User) -> str:
    """A right answer to a question, by its kind; the special kinds stand before the plain."""
    return next((give(field, by) for kind, give in GOOD if isinstance(field, kind)), "Voici.")


def _paper(field: TownPaper, by: User) -> str:
    return str(DocumentFactory(kind=field.kind, household=None, uploaded_by=by).public_id)


def _record(field: forms.ModelChoiceField, by: User) -> str:
    first = field.queryset.first()
    return str(getattr(first, field.to_field_name or "pk")) if first else ""


GOOD: list[tuple[type[forms.Field], Callable[..., str]]] = [
    (TownPaper, _paper),
    (forms.ModelChoiceField, _record),
    (forms.ChoiceField, lambda field, by: next(str(v) for v, _label in field.choices if v)),
    (forms.DateField, lambda field, by: (localdate() + timedelta(days=14)).isoformat()),
    (forms.TimeField, lambda field, by: "16:30"),
    (forms.BooleanField, lambda field, by: "on"),
    (forms.IntegerField, lambda field, by: "1"),
]
