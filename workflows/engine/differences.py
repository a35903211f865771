"""What a case declares, carried into the family file one difference at a time, and taken back.

The file's own history keeps who, when and through which case; the case keeps what stood there
before, so that a slip can be undone. Its events name the fact, never its value.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case
from cases.recording import Acting, record
from cases.sides import Side
from family.changes import ChangedMeanwhile
from workflows.engine.file_facts import FileFact
from workflows.engine.procedure import Text
from workflows.engine.settings import procedure_of
from workflows.engine.step import COUNTED, Refused, Stale, happens_once, refuse_if_taken, step

KEPT = ["data", *COUNTED]


@dataclass(frozen=True)
class Difference:
    """One declared answer beside the file, with what an agent did about it."""

    label: Text
    declared: str
    on_file: str
    differs: bool
    fact: str  # empty: nothing to carry into the file
    seen: str  # what was on file when the page was drawn
    section: str = ""  # the sensitive section it belongs to
    carried_by: User | None = None
    carried_at: datetime | None = None
    may_undo: bool = False


def differences(case: Case) -> list[Difference]:
    """What was declared against what is on file today, for the agent."""
    procedure = procedure_of(case)
    carried = {entry["fact"]: entry for entry in _carried(case)}
    people = User.objects.in_bulk([entry["by"] for entry in carried.values()]) if carried else {}
    rows = []
    for row in procedure.compared(case):
        seen = stamp(procedure.facts[row.fact].on_file(case)) if row.fact else ""
        shown = (row.label, row.declared, row.on_file, row.differs, row.fact, seen, row.section)
        entry = None if row.differs else carried.get(row.fact)
        if entry is None:
            rows.append(Difference(*shown))
        else:
            by, at = people.get(entry["by"]), parse_datetime(entry["at"])
            rows.append(Difference(*shown, by, at, may_undo=entry["before"] is not None))
    return rows


def differences_mark(case: Case) -> str:
    """Changes with each fact carried or taken back: a page that shows older ones redraws them."""
    entries = case.data.get("carried", [])
    return f"{len(entries)}-{len(_carried(case))}"


def stamp(value: Any) -> str:
    """A value of the file as a form remembers having shown it."""
    return md5(json.dumps(value).encode(), usedforsecurity=False).hexdigest()[:12]


def _carried(case: Case) -> list[dict]:
    """What was carried and not taken back, oldest first."""
    return [entry for entry in case.data.get("carried", []) if not entry.get("back")]


def fact_of(case: Case, code: str) -> FileFact:
    """The fact of that code; raises LookupError when the démarche has no such one."""
    return procedure_of(case).facts[code]


@happens_once
def carry(case_id: int, code: str, *, seen: str, actor: User, act: UUID | None = None) -> None:
    """Write a declared answer into the family file, in the place of what was `seen` there.

    Raises Refused when the file says something else by now, Stale when it says so already or
    the case is closed, TakenBy, LookupError.
    """
    with step(Acting(actor, Side.TOWN, act), saved=KEPT, pk=case_id) as case:
        fact = _opened(case, code, actor)
        before, after = fact.on_file(case), fact.declared(case)
        if before == after:
            raise Stale
        if stamp(before) != seen:
            raise Refused([_moved(fact, case)])
        _write(fact, case, after, before, actor)
        record(case, "fact_carried", fact=code)
        entry = {"fact": code, "before": before, "after": after, "by": actor.pk}
        case.data.setdefault("carried", []).append(entry | {"at": now().isoformat()})


@happens_once
def take_back(case_id: int, code: str, *, actor: User, act: UUID | None = None) -> None:
    """Put back what stood on file before the fact was carried there from this case.

    Raises Refused when somebody changed it since, Stale when there is nothing to take back.
    """
    with step(Acting(actor, Side.TOWN, act), saved=KEPT, pk=case_id) as case:
        fact = _opened(case, code, actor)
        entry = next((e for e in reversed(_carried(case)) if e["fact"] == code), None)
        if entry is None or entry["before"] is None:
            raise Stale
        _write(fact, case, entry["before"], entry["after"], actor)
        record(case, "fact_taken_back", fact=code)
        entry["back"] = {"by": actor.pk, "at": now().isoformat()}


def _opened(case: Case, code: str, actor: User) -> FileFact:
    if case.state != Case.State.OPEN:
        raise Stale
    refuse_if_taken(case, actor)
    return fact_of(case, code)


def _write(fact: FileFact, case: Case, value: Any, seen: Any, actor: User) -> None:
    try:
        fact.write(case, value, seen, actor)
    except ChangedMeanwhile:
        raise Refused([_moved(fact, case)]) from None


def _moved(fact: FileFact, case: Case) -> str:
    value = fact.on_file(case)
    said = _("rien") if value is None else fact.in_words(value)
    words = _(
        "Le dossier de la famille a changé entre-temps\u00a0: «\u00a0%(fact)s\u00a0» dit maintenant "
        "«\u00a0%(said)s\u00a0». Rien n’a été écrit."
    )
    return words % {"fact": fact.label, "said": said}
