"""How a task reads in the list: family, child, démarche, step, and when it is due, in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Wait
from look.words import day_in_words, due_in_words, hour_in_words, local_day, since_in_words
from workflows.engine.procedure import registry


def step_title(procedure: str, node: str, part: str = "", part_name: str = "") -> str:
    """The step's name as the flow declares it, and of which part of the request."""
    declared = registry.get(procedure)
    found = declared.flow.instance.node(node) if declared else None
    title = str(found.task_title) if found is not None else node
    return f"{title} ({part_name or declared.part_label(part)})" if declared and part else title


def due_words(due_at: datetime, at: datetime) -> str:
    """`demain`, `en retard de 2 jours`; within the day, the hour tells the two apart."""
    if local_day(due_at) != local_day(at):
        return due_in_words(due_at, local_day(at))
    hour = hour_in_words(due_at)
    if due_at < at:
        return _("en retard depuis %(hour)s") % {"hour": hour}
    return _("aujourd’hui, %(hour)s") % {"hour": hour}


def child_of(wait: Wait) -> str:
    """The child's first name when the family's name says the rest."""
    return wait.child_name.removesuffix(f" {wait.family_name}")


def row_of(wait: Wait, at: datetime, url: str, opened: str = "") -> dict[str, Any]:
    """What components/tasks.html draws of a task, or of what a family is awaited for."""
    family = wait.family_name or wait.reference
    shared = {
        "id": wait.pk,
        "url": url,
        "who": f"{family} · {child_of(wait)}" if wait.child_name else family,
        "what": f"{_step(wait)} · {wait.case.title}",
        "current": wait.reference == opened,
    }
    return shared | (_of_family(wait, at) if wait.on == Wait.For.FAMILY else _of_staff(wait, at))


def _step(wait: Wait) -> str:
    """The step; of one part, the part first: the row is cut at its end."""
    if wait.part_name:
        return f"{wait.part_name} · {step_title(wait.procedure, wait.node)}"
    return step_title(wait.procedure, wait.node, wait.part)


def _of_staff(wait: Wait, at: datetime) -> dict[str, Any]:
    owner = wait.owner
    return {
        "due": due_words(wait.due_at, at),
        "late": wait.due_at < at,
        "owner": str(owner) if owner else "",
        "initials": owner.initials if owner else "",
        "unread": wait.unread,
    }


def _of_family(wait: Wait, at: datetime) -> dict[str, Any]:
    """Since when, until when, and when the family is reminded."""
    return {"due": since_in_words(wait.since, local_day(at)), "family": reminder_words(wait)}


def reminder_words(wait: Wait) -> str:
    """The next reminder, or that the last one is out; and the day on which the case closes."""
    closes = _short(wait.due_at) if wait.due_at else ""
    if wait.remind_at:
        words = _("prochain rappel le %(day)s, échéance le %(closes)s")
        return words % {"day": _short(wait.remind_at), "closes": closes}
    return _("dernier rappel envoyé, échéance le %(closes)s") % {"closes": closes}


def _short(moment: datetime) -> str:
    """`26 novembre`: the row has one line for two of them."""
    return day_in_words(moment).partition(" ")[2]
