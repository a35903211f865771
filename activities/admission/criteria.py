"""The town's published criteria: which points a situation gives, line by line.

What a criterion means is here; what it is worth is a dated row of the town (`CriteriaVersion`).
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Work(TextChoices):
    """What a parent does; the criteria ask for no more than that."""

    WORKS = "works", _("Travaille")
    RETURNS = "returns", _("Reprend le travail à l’arrivée de l’enfant en crèche")
    TRAINS = "trains", _("En formation ou en études")
    SEEKS = "seeks", _("Cherche un emploi")
    HOME = "home", _("Sans activité")


ACTIVE = frozenset({Work.WORKS, Work.RETURNS, Work.TRAINS})


@dataclass(frozen=True)
class Situation:
    """What the criteria read of a request. `siblings_at` are slugs of facilities."""

    requested_on: date
    resident: bool = False
    works: tuple[str, ...] = ()  # of each parent at home
    siblings_at: tuple[str, ...] = ()
    twins: bool = False
    special_need: bool = False  # of the child or a parent; never which
    protection: bool = False

    @property
    def lone(self) -> bool:
        """One parent alone at home."""
        return len(self.works) == 1

    @property
    def returns_to_work(self) -> bool:
        """Whether a share of the places is for this family."""
        return Work.RETURNS in self.works

    def kept(self) -> dict:
        """As JSON keeps it."""
        return asdict(self) | {"requested_on": self.requested_on.isoformat()}

    @classmethod
    def of(cls, kept: dict) -> "Situation":
        """From what JSON kept."""
        day = date.fromisoformat(kept["requested_on"])
        lists = {name: tuple(kept.get(name, ())) for name in ("works", "siblings_at")}
        return cls(**kept | lists | {"requested_on": day})


@dataclass(frozen=True)
class Worth:
    """What the town gives for a criterion; `most` bounds one that counts."""

    code: str
    points: int
    most: int | None = None


@dataclass(frozen=True)
class ScoreLine:
    """One criterion met, in words, with its points."""

    code: str
    label: str | Promise
    points: int


@dataclass(frozen=True)
class Meaning:
    """A criterion: its name, and how often a situation meets it at a facility on a day."""

    label: str | Promise
    met: Callable[[Situation, str, date], int]


def _months(situation: Situation, day: date) -> int:
    since = situation.requested_on
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return max(months, 0)


MEANINGS: dict[str, Meaning] = {
    "resident": Meaning(_("Vous habitez la commune"), lambda s, f, d: s.resident),
    "all_active": Meaning(
        _("Les deux parents travaillent ou se forment"),
        lambda s, f, d: len(s.works) > 1 and all(work in ACTIVE for work in s.works),
    ),
    "lone_active": Meaning(
        _("Vous élevez seul votre enfant et travaillez ou vous formez"),
        lambda s, f, d: s.lone and s.works[0] in ACTIVE,
    ),
    "lone": Meaning(_("Vous élevez seul votre enfant"), lambda s, f, d: s.lone),
    "seeks": Meaning(_("Un parent cherche un emploi"), lambda s, f, d: Work.SEEKS in s.works),
    "sibling": Meaning(
        _("Un frère ou une sœur est accueilli dans cet établissement"),
        lambda s, f, d: f in s.siblings_at,
    ),
    "twins": Meaning(_("Naissance multiple"), lambda s, f, d: s.twins),
    "special_need": Meaning(
        _("Besoin particulier de l’enfant ou d’un parent, justifié"),
        lambda s, f, d: s.special_need,
    ),
    "protection": Meaning(
        _("Accompagnement social ou protection de l’enfance"), lambda s, f, d: s.protection
    ),
    "waiting": Meaning(_("Ancienneté de la demande"), lambda s, f, d: _months(s, d)),
}


# What touches health or what a family goes through: to staff one line, which never says which.
RESERVED = frozenset({"lone", "twins", "special_need", "protection"})
RESERVED_LABEL = _("Situation reconnue par la commission")


def score(
    situation: Situation, criteria: Iterable[Worth], *, facility: str, day: date
) -> list[ScoreLine]:
    """The criteria met at a facility on a day, in the town's order."""
    lines = []
    for worth in criteria:
        meaning = MEANINGS[worth.code]
        times = int(meaning.met(situation, facility, day))
        points = worth.points * times
        if worth.most is not None:
            points = min(points, worth.most)
        if points:
            lines.append(ScoreLine(worth.code, _worded(worth.code, meaning, times), points))
    return lines


def _worded(code: str, meaning: Meaning, times: int) -> str | Promise:
    if code != "waiting":
        return meaning.label
    words = ngettext("%(label)s\u00a0: %(n)d mois", "%(label)s\u00a0: %(n)d mois", times)
    return words % {"label": meaning.label, "n": times}


def told_to_staff(lines: Iterable[ScoreLine]) -> list[ScoreLine]:
    """A score as the services read it: the reserved criteria in one line, in the first's place.

    The family reads the whole; who checks the request reads what was declared in its section.
    """
    told: list[ScoreLine] = []
    at = None
    for line in lines:
        if line.code not in RESERVED:
            told.append(line)
        elif at is None:
            at = len(told)
            told.append(ScoreLine("reserved", RESERVED_LABEL, line.points))
        else:
            told[at] = ScoreLine("reserved", RESERVED_LABEL, told[at].points + line.points)
    return told


def total(lines: Iterable[ScoreLine]) -> int:
    """The points in all."""
    return sum(line.points for line in lines)
