"""Which documents the caller may open, and which he or she may put into a case."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import staff_of
from cases.models import Case
from documents.models import Document
from documents.permissions import open_to_household


def openable(user: User) -> QuerySet[Document]:
    """The household's own; for staff, those of the cases of their services."""
    services = staff_of(user).services
    if not services:
        return open_to_household(user)
    sent = Case.objects.submitted().filter(service__in=services)
    used = Q(uses__case__in=sent) | Q(messages__case__in=sent) | Q(uploaded_by=user)
    ids = Document.objects.filter(used, state=Document.State.CHECKED).values("pk")
    return Document.objects.filter(pk__in=ids)


def usable_in(user: User, case: Case) -> QuerySet[Document]:
    """Those that the caller may put into a case: of its household, and of no other child."""
    about = Q(child=None) | Q(child=case.child_id) if case.child_id else Q()
    return openable(user).filter(about, household=case.household_id)
