"""A place wished for a child: what stands against it, and the enrolment that it would become."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from activities.models import Enrolment, Group
from activities.models.offer import Weekday
from activities.offer import fits
from family.models import Child

STANDING = (Enrolment.State.ACTIVE, Enrolment.State.KEPT, Enrolment.State.WAITING)


@dataclass(frozen=True)
class Wish:
    """One child in one group, on some days, from a date."""

    child: Child
    group: Group
    weekdays: list[int]
    starts_on: date

    def enrolment(self, *, household_id: int | None, case_reference: str) -> Enrolment:
        """What the wish becomes in the family file, not saved. Nobody is enrolled without home."""
        if household_id is None:
            raise ValueError(f"case {case_reference} has no household to enrol for")
        return Enrolment(
            child=self.child,
            household_id=household_id,
            group=self.group,
            weekdays=self.weekdays,
            starts_on=self.starts_on,
            ends_on=self.group.period.ends_on,
            case_reference=case_reference,
        )

    @property
    def stands_already(self) -> bool:
        """Whether the child holds or awaits a place in this group."""
        rows = Enrolment.objects.filter(child=self.child, group=self.group)
        return rows.filter(state__in=STANDING).exists()


def faults(wish: Wish, day: date) -> list[str]:
    """Why this place cannot be asked for on a day, all at once, in plain French."""
    found = [*_about_period(wish, day), *_about_child(wish)]
    if wish.stands_already:
        found.append(
            _("%(child)s est déjà inscrit à cette activité.") % {"child": wish.child.first_name}
        )
    return found


def _about_period(wish: Wish, day: date) -> list[str]:
    period = wish.group.period
    if not period.opens_on <= day <= period.closes_on:
        return [_("Les inscriptions à cette période sont fermées.")]
    if not period.starts_on <= wish.starts_on <= period.ends_on:
        return [_("La date de début doit tomber dans la période choisie.")]
    return []


def _about_child(wish: Wish) -> list[str]:
    if not fits(wish.group, wish.child):
        return [_("Cette activité ne correspond pas à l’âge ou à l’école de l’enfant.")]
    if not set(wish.weekdays) <= set(wish.group.weekdays):
        return [_("L’activité n’a pas lieu certains des jours choisis.")]
    return []


def spoken_days(weekdays: Iterable[int]) -> str:
    """`lundi, jeudi`, in the order of the week."""
    return ", ".join(str(Weekday(day).label) for day in sorted(weekdays))
