"""Whom of the known families someone is: a score over names, address and children, explained.

Accents, capitals, hyphens and apostrophes do not count: « Le Goff-Martin » is « legoff martin ».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.names import Plain, plain
from family.models import Adult, Child, Household

LIKELY, POSSIBLE = 70, 40
SHOWN = 3
CONSIDERED = 200


@dataclass(frozen=True)
class Wanted:
    """What someone says of herself."""

    first_name: str
    last_name: str
    street: str
    postcode: str
    email: str
    children: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """A known adult who may be the person, from 0 to 100, and why."""

    adult: Adult
    household: Household
    score: int
    reasons: tuple[str, ...]

    @property
    def likely(self) -> bool:
        """Whether an agent would bet on it."""
        return self.score >= LIKELY


def alike(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, accents and punctuation aside."""
    one, other = plain(one), plain(other)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    ratio = SequenceMatcher(None, one, other).ratio()
    return ratio if ratio >= 0.8 else 0.0


def _one_of_the_names(wanted: str, *kept: str) -> float:
    """A double name matches by either half: people drop one."""
    names = [*kept, *(part for name in kept for part in name.replace("-", " ").split())]
    return max((alike(wanted, name) for name in names), default=0.0)


def candidates(wanted: Wanted) -> list[Candidate]:
    """The best few, best first; adults of homes only, with or without an account."""
    found = [
        candidate
        for adult in _to_consider(wanted)
        for candidate in [_compare(wanted, adult)]
        if candidate is not None and candidate.score >= POSSIBLE
    ]
    found.sort(key=lambda candidate: (-candidate.score, candidate.adult.pk))
    return found[:SHOWN]


def _to_consider(wanted: Wanted) -> QuerySet[Adult]:
    """Adults with the e-mail; with a name and first name that begin alike; with such a child
    at that postcode. A wide net: the score decides."""
    homes = Adult.objects.filter(households__isnull=False)
    chosen = set(homes.filter(email__iexact=wanted.email).values_list("pk", flat=True)[:SHOWN])
    children = [plain(name) for name in wanted.children if plain(name)]
    named_so = Child.objects.annotate(plainly=Plain("first_name")).filter(plainly__in=children)
    chosen |= _first(
        homes.filter(households__postcode=wanted.postcode, households__children__in=named_so)
    )
    start, first = plain(wanted.last_name)[:4], plain(wanted.first_name)[:2]
    if start and first:
        plainly = homes.annotate(
            last=Plain("last_name"), birth=Plain("birth_name"), first=Plain("first_name")
        ).filter(first__startswith=first)
        chosen |= _first(plainly.filter(last__contains=start))
        chosen |= _first(plainly.filter(birth__contains=start))
    return Adult.objects.filter(pk__in=chosen).prefetch_related("households__children")


def _first(adults: QuerySet[Adult]) -> set[int]:
    return set(adults.order_by("pk").values_list("pk", flat=True)[:CONSIDERED])


def _compare(wanted: Wanted, adult: Adult) -> Candidate | None:
    """The adult's best home against what was said."""
    scored = [_score(wanted, adult, home) for home in adult.households.all()]
    return max(scored, key=lambda candidate: candidate.score, default=None)


def _score(wanted: Wanted, adult: Adult, home: Household) -> Candidate:
    """Surname 30, first name 20, address 15, children 25, e-mail 10."""
    facts = [
        (30, _one_of_the_names(wanted.last_name, adult.last_name, adult.birth_name), _("nom")),
        (20, alike(wanted.first_name, adult.first_name), _("prénom")),
        (15, _address(wanted, home), _("adresse")),
        (25, _children(wanted.children, (c.first_name for c in home.children.all())), _("enfants")),
        (10, float(bool(adult.email) and adult.email.lower() == wanted.email.lower()), _("e-mail")),
    ]
    return Candidate(
        adult=adult,
        household=home,
        score=round(sum(weight * part for weight, part, _label in facts)),
        reasons=tuple(_explained(part, label) for _weight, part, label in facts if part),
    )


def _explained(part: float, label: str) -> str:
    if part >= 0.999:
        return _("%(fact)s identique") % {"fact": label}
    return _("%(fact)s proche") % {"fact": label}


def _address(wanted: Wanted, home: Household) -> float:
    same_town = wanted.postcode.strip() == home.postcode
    return alike(wanted.street, home.street) if same_town else 0.0


def _children(wanted: Iterable[str], kept: Iterable[str]) -> float:
    """The share of the children named who live there."""
    named, known = [name for name in wanted if plain(name)], list(kept)
    if not named:
        return 0.0
    best = [max((alike(name, other) for other in known), default=0.0) for name in named]
    return sum(best) / len(best)
