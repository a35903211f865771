"""How a task reads in the list: family, child, démarche, step, and when it is due, in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Wait
from look.words import due_in_words, hour_in_words, local_day
from workflows.engine.procedure import registry


def step_title(procedure: str, node: str) -> str:
    """The step's name as the flow declares it."""
    declared = registry.get(procedure)
    found = declared.flow.instance.node(node) if declared else None
    return str(found.task_title) if found is not None else node


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


def task_row(wait: Wait, at: datetime, url: str, opened: str = "") -> dict[str, Any]:
    """What components/tasks.html draws."""
    family, owner = wait.family_name or wait.reference, wait.owner
    return {
        "id": wait.pk,
        "url": url,
        "who": f"{family} · {child_of(wait)}" if wait.child_name else family,
        "what": f"{step_title(wait.procedure, wait.node)} · {wait.case.title}",
        "due": due_words(wait.due_at, at),
        "late": wait.due_at < at,
        "owner": str(owner) if owner else "",
        "initials": owner.initials if owner else "",
        "unread": wait.unread,
        "current": wait.reference == opened,
    }
