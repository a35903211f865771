"""What a judgment says of a child: who may do what, and where the child lives.

Without one, rights stay as they are: both parents hold them (C. civ. art. 372-2).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from family import changes
from family.models import Adult, Child, Contact, Household, Residence, Tie

RIGHTS = ("has_authority", "may_see", "may_decide", "may_collect", "pays")


@dataclass(frozen=True)
class Ruling:
    """The rights of each adult and the way the child lives in each home, by public id.

    A home with an empty pattern is one where the child does not live.
    """

    rights: Mapping[str, frozenset[str]]
    homes: Mapping[str, str]


def ties_of(child: Child) -> list[Tie]:
    """The adults tied to a child: parents first, then the others."""
    ties = Tie.objects.filter(child=child).select_related("adult")
    ranks = Tie.Link.values
    return sorted(ties, key=lambda tie: (ranks.index(tie.link), tie.pk))


def homes_of(child: Child, also: Household | None = None) -> list[Household]:
    """The homes that a judgment may speak of: the child's, its parents', and the one that asks."""
    parents = Tie.objects.filter(child=child, link__in=Tie.PARENTS).values("adult")
    homes = Q(residences__child=child) | Q(memberships__adult__in=parents)
    if also is not None:
        homes |= Q(pk=also.pk)
    return list(Household.objects.filter(homes).distinct().order_by("name", "pk"))


def on_file(child: Child, homes: list[Household]) -> Ruling:
    """What the file says today, in the terms of a judgment."""
    patterns = dict(Residence.objects.filter(child=child).values_list("household", "pattern"))
    return Ruling(
        {str(tie.adult.public_id): _held(tie) for tie in ties_of(child)},
        {str(home.public_id): patterns.get(home.pk, "") for home in homes},
    )


def _held(tie: Tie) -> frozenset[str]:
    return frozenset(right for right in RIGHTS if getattr(tie, right))


def parents_of(child: Child) -> QuerySet[Adult]:
    """The child's parents and guardians, whatever they may still see, who gave an e-mail."""
    ties = Tie.objects.filter(Q(link__in=Tie.PARENTS) | Q(has_authority=True), child=child)
    adults = Adult.objects.filter(pk__in=ties.values("adult")).exclude(email="")
    return adults.select_related("user").order_by("pk")


def set_by_judgment(
    *, user: User | None, child: Child, ruling: Ruling, case: str = ""
) -> list[Adult]:
    """Write what a judgment says, all or nothing; returns the adults whose rights changed.

    An adult or a home that it does not name stays as it is.
    """
    changed = []
    with changes.recorded(user=user, case=case):
        for tie in sorted(ties_of(child), key=lambda each: each.pk):
            given = ruling.rights.get(str(tie.adult.public_id))
            if given is None:
                continue
            rights = {right: right in given for right in RIGHTS}
            if changes.set_tie_rights(user=user, tie=tie, case=case, **rights):
                changed.append(tie.adult)
            if not rights["may_collect"]:
                _no_longer_named(user, tie, case)
        for home in Household.objects.filter(public_id__in=ruling.homes).order_by("pk"):
            changes.set_residence(
                user=user,
                child=child,
                household=home,
                pattern=ruling.homes[str(home.public_id)],
                case=case,
            )
    return changed


def _no_longer_named(user: User | None, tie: Tie, case: str) -> None:
    """Named in the entourage too, an adult who may not collect does not collect by that way."""
    for contact in same_person(Contact.objects.filter(child=tie.child_id), tie.adult):
        changes.update_contact(user=user, contact=contact, may_collect=False, case=case)


def same_person(contacts: QuerySet[Contact], adult: Adult) -> QuerySet[Contact]:
    """People of the entourage who bear an adult's name: one person, as far as names tell."""
    return contacts.filter(
        first_name__iexact=adult.first_name, last_name__iexact=adult.last_name
    ).order_by("pk")


def barred_from_collecting(children: list[Child]) -> dict[int, list[Tie]]:
    """Child → its parents and guardians who may not come for it; one query."""
    ties = Tie.objects.filter(child__in=children, may_collect=False, link__in=Tie.PARENTS)
    found: dict[int, list[Tie]] = {}
    for tie in ties.select_related("adult").order_by("pk"):
        found.setdefault(tie.child_id, []).append(tie)
    return found
