"""Figures and delays as a supervisor reads them."""

from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from viewflow.workflow.base import Node

from cases.models import Case
from cases.sides import Side
from look.words import NO_BREAK, day_in_words, due_in_words, hour_in_words, local_day
from town.working_time import DAY
from workflows.engine.procedure import Procedure

TURNS = {
    Side.TOWN: gettext_lazy("Au service"),
    Side.FAMILY: gettext_lazy("À la famille"),
    Side.THIRD: gettext_lazy("À un tiers"),
}


def number(value: int) -> str:
    """`1 204`, with a space that does not break."""
    return f"{value:,}".replace(",", NO_BREAK)


def working_days(days: float) -> str:
    """`2,5`; `moins de 0,1` is written as such: nothing takes no time."""
    if 0 < days < 0.05:  # one decimal would round it to nothing
        return _("moins de 0,1")
    return number_format(round(days, 1), decimal_pos=0 if round(days, 1) % 1 == 0 else 1)


def spent(time: timedelta) -> str:
    """`2,5 j`: working time in the town's days."""
    return f"{working_days(time / DAY)}{NO_BREAK}j" if time else "–"


def percent(part: int, whole: int) -> str:
    """`94 %`; a dash of nothing."""
    return f"{percentage(part, whole)}{NO_BREAK}%" if whole else "–"


def percentage(part: int, whole: int) -> int:
    """Rounded down: only all of them make a hundred."""
    return 100 * part // whole if whole else 0


def due_words(due_at: datetime, at: datetime) -> str:
    """`demain`, `en retard de 2 jours`; late since this morning, it says the hour."""
    if due_at < at and local_day(due_at) == local_day(at):
        return _("en retard depuis %(hour)s") % {"hour": hour_in_words(due_at)}
    return due_in_words(due_at, local_day(at))


def late_on(count: int, day) -> str:
    """The forecast in one sentence."""
    if not count:
        return _("Aucune demande ne deviendra en retard ces prochains jours")
    sentence = ngettext(
        "%(n)d demande sera en retard %(day)s si personne ne la traite",
        "%(n)d demandes seront en retard %(day)s si personne ne les traite",
        count,
    )
    return sentence % {"n": count, "day": day_in_words(day)}


def turn(case: Case) -> str:
    """Whose turn it is."""
    return str(TURNS.get(case.turn, ""))


def node_of(procedure: Procedure | None, name: str) -> Node | None:
    """The step of that name in the démarche's flow; None for one that it does not have."""
    return procedure.flow.instance.node(name, no_obsolete=True) if procedure else None


def step_title(procedure: Procedure | None, name: str) -> str:
    """The step's name as the flow declares it."""
    found = node_of(procedure, name)
    return str(found.task_title) if found is not None else name
