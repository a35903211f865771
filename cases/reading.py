"""A case told in order: events and what was written, as one reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import staff_of
from cases.events import kind_of
from cases.models import Case, CaseEvent, Message, Note, ReadMark
from cases.permissions import events_for
from cases.sides import Side


@dataclass(frozen=True)
class Entry:
    """One line of the thread: a step, a message or an internal note."""

    number: int
    kind: str
    at: datetime
    text: str
    icon: str
    who: str = ""
    side: str = ""
    mine: bool = False
    body: str = ""
    note: bool = False
    seen: bool = False
    files: list = field(default_factory=list)


def story(user: User, case: Case, after: int = 0) -> list[Entry]:
    """The thread of a case after a number, for this reader. A fixed number of queries."""
    events = list(events_for(user, case, after))
    numbers = [event.number for event in events if event.kind in {"message", "note"}]
    messages, notes = _written(case, numbers)
    read = _read_by_others(case, user) if messages else 0
    return [_entry(event, user, messages, notes, read) for event in events]


def _written(case: Case, numbers: list[int]) -> tuple[dict[int, Message], dict[int, Note]]:
    if not numbers:
        return {}, {}
    messages = case.messages.filter(number__in=numbers).prefetch_related("attachments")
    notes = case.notes.filter(number__in=numbers)
    return {m.number: m for m in messages}, {n.number: n for n in notes}


def _read_by_others(case: Case, user: User) -> int:
    marks = ReadMark.objects.filter(case=case).exclude(reader=user)
    mine = Side.TOWN if hasattr(user, "_staff") and user._staff else Side.FAMILY
    numbers = marks.exclude(side=mine).values_list("number", flat=True)
    return max(numbers, default=0)


def _entry(event: CaseEvent, user: User, messages: dict, notes: dict, read: int) -> Entry:
    message, note = messages.get(event.number), notes.get(event.number)
    written = message or note
    return Entry(
        number=event.number,
        kind=event.kind,
        at=event.at,
        text=sentence(event, user),
        icon=kind_of(event.kind).icon,
        who=name_of(event),
        side=event.side,
        mine=event.actor_id == user.pk,
        body=written.body if written else "",
        note=note is not None,
        seen=message is not None and read >= event.number,
        files=list(message.attachments.all()) if message else [],
    )


def name_of(event: CaseEvent) -> str:
    """Who acted, as the other side reads it."""
    if event.actor is None:
        return ""
    return event.actor.get_full_name() or event.actor.username


def sentence(event: CaseEvent, reader: User) -> str:
    """The event in one sentence: what happened and, if somebody did it, who.

    What the service did for a family at the counter says so, to both sides.
    """
    kind = kind_of(event.kind)
    label = str((staff_of(reader) and kind.to_staff) or kind.label)
    if event.actor_id is None:
        return label
    who = _("vous") if event.actor_id == reader.pk else name_of(event)
    if kind.by_family and event.side == Side.TOWN:
        return _("%(label)s au guichet, par le service (%(who)s)") % {"label": label, "who": who}
    return _("%(label)s par %(who)s") % {"label": label, "who": who}


def by_day(entries: Iterable[Entry]) -> list[tuple]:
    """Entries grouped under their day, in order."""
    days: list[tuple] = []
    for entry in entries:
        day = localtime(entry.at).date()
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(entry)
    return days
