"""Which documents a family may open. Agents open one only through a case that uses it: that
rule stands in `cases.permissions`, above this room."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from documents.models import Document, DocumentQuerySet
from family.models import Membership, Tie

Kind = Document.Kind
# Of the health section: for staff, as shut as it is.
MEDICAL = frozenset({Kind.VACCINES, Kind.PAI})
RESPONSIBLE = (Membership.Role.REPRESENTATIVE, Membership.Role.CO_REPRESENTATIVE)


def open_to_household(user: User | AnonymousUser) -> DocumentQuerySet:
    """The checked documents that this person may open as an adult of the household.

    A document of the household: its representatives. A document about a child: the household's
    representatives who may also see what concerns that child. The other household of the same
    child never has it, and a person who leaves the household leaves its papers.
    """
    if not user.is_authenticated or not user.is_active:
        return Document.objects.none()
    responsible = Membership.objects.filter(
        household=OuterRef("household"), adult__user=user, role__in=RESPONSIBLE
    )
    sees_child = Tie.objects.seeing().filter(child=OuterRef("child"), adult__user=user)
    return Document.objects.filter(
        Exists(responsible),
        Q(child=None) | Exists(sees_child),
        state=Document.State.CHECKED,
    )


def household_may_open(user: User | AnonymousUser, document: Document) -> bool:
    """Whether this person may open this document as an adult of the household."""
    return open_to_household(user).filter(pk=document.pk).exists()
