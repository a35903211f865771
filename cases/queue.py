"""The views of the inbox: which tasks each holds, and how many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.names import folded
from accounts.roles import staff_of
from cases.models import Wait
from cases.models.wait import WaitQuerySet

BY_DUE_DATE = ("due_at", "pk")  # what is late comes first
ENOUGH = 1000
Text = str | Promise


@dataclass(frozen=True)
class View:
    """A named part of the queue; its figure counts exactly the rows that it lists."""

    slug: str
    label: Text
    none: Text  # what an empty view says
    rows: Callable[[WaitQuerySet, User, datetime], WaitQuerySet]
    tone: str = ""
    on: str = Wait.For.STAFF  # on whom its cases wait
    about: Text = ""  # what its name does not say

    def within(self, user: User, at: datetime) -> WaitQuerySet:
        """What the view holds for this person."""
        return self.rows(waits_for(user, self.on), user, at)


def end_of_day(at: datetime) -> datetime:
    """The first moment of the day after, as lived in the town."""
    tomorrow = localdate(at) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), get_current_timezone())


VIEWS: tuple[View, ...] = (
    View(
        "a-traiter",
        _("À traiter"),
        _("Tout est traité. Les nouvelles demandes arrivent ici d’elles-mêmes."),
        lambda tasks, user, at: tasks,
    ),
    View(
        "mes-taches",
        _("Mes tâches"),
        _("Vous n’avez pris aucune tâche. Ouvrez un dossier et prenez-le\u00a0: il sera ici."),
        lambda tasks, user, at: tasks.filter(owner=user),
    ),
    View(
        "libres",
        _("Sans agent"),
        _("Chaque tâche a son agent."),
        lambda tasks, user, at: tasks.filter(owner=None),
    ),
    View(
        "en-retard",
        _("Étapes en retard"),
        _("Aucune étape n’est en retard."),
        lambda tasks, user, at: tasks.filter(due_at__lt=at),
        "late",
        about=_(
            "Le délai de l’étape elle-même est dépassé. La réponse promise à la famille peut "
            "encore être à l’heure\u00a0: sa date est dans le dossier."
        ),
    ),
    View(
        "aujourdhui",
        _("À faire aujourd’hui"),
        _("Plus rien n’est à faire aujourd’hui."),
        lambda tasks, user, at: tasks.filter(due_at__gte=at, due_at__lt=end_of_day(at)),
    ),
    View(
        "messages",
        _("Messages non lus"),
        _("Tous les messages des familles sont lus."),
        lambda tasks, user, at: tasks.filter(unread=True),
        "signal",
    ),
    View(
        "famille",
        _("En attente de la famille"),
        _("Aucune demande n’attend la réponse d’une famille."),
        lambda waits, user, at: waits,
        on=Wait.For.FAMILY,
        about=_("Le délai du service est en pause. Les échéances les plus proches d’abord."),
    ),
)


def view_of(slug: str) -> View:
    """The view of that slug; the whole queue for any other."""
    return next((view for view in VIEWS if view.slug == slug), VIEWS[0])


def tasks_for(user: User) -> WaitQuerySet:
    """Every task in the queues of the person's services."""
    return waits_for(user, Wait.For.STAFF)


def waits_for(user: User, on: str) -> WaitQuerySet:
    """All on which the cases of the person's services wait, of one party."""
    return Wait.objects.filter(on=on).open_to(staff_of(user))


def matching(tasks: WaitQuerySet, text: str) -> WaitQuerySet:
    """Tasks whose family, child, number or title holds every word, whatever its accents."""
    for word in folded(text).split():
        tasks = tasks.filter(search__contains=word)
    return tasks


def counts(user: User, at: datetime) -> dict[str, int]:
    """How many tasks each view holds, in one query that stops counting after `ENOUGH`."""
    return capped_counts({view.slug: view.within(user, at) for view in VIEWS})


def capped_counts(parts: Mapping[str, QuerySet], cap: int = ENOUGH) -> dict[str, int]:
    """The number of rows of each part; `cap` + 1 means more than `cap`."""
    columns: list[str] = []
    values: list[Any] = []
    for rows in parts.values():
        try:
            sql, given = rows.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:  # nothing can match, and Django knows it
            columns.append("0")
            continue
        columns.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608 Django wrote it
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", values)
        return dict(zip(parts, cursor.fetchone(), strict=True))


def count_in_words(number: int, cap: int = ENOUGH) -> str:
    """`12`, or `1 000+` beyond what is counted."""
    return f"{cap:,}+".replace(",", "\u202f") if number > cap else str(number)
