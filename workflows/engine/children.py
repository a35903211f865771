"""The children of a home for whom the one who asks decides, as a form offers them."""

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Case
from family.models import Adult, Child, Household


def deciding_children(case: Case) -> QuerySet[Child]:
    """Those of the case's home; of an applicant, those for whom he or she may decide."""
    children = Child.objects.filter(households=case.household_id)
    if case.applicant:
        children = children.filter(pk__in=case.applicant.ties.deciding().values("child"))
    return children


def children_of(home: Household | None, applicant: Adult | None) -> QuerySet[Child]:
    """Those of a home for whom the applicant decides and whose file he or she may see."""
    children = Child.objects.filter(households=home).select_related("school")
    if applicant:
        ties = applicant.ties.deciding().seeing().values("child")
        children = children.filter(pk__in=ties)
    return children


def born(child: Child) -> str:
    """`Lina Morel (3 mai 2019)`."""
    day = date_format(child.birth_date, "j F Y")
    return _("%(child)s (%(date)s)") % {"child": child, "date": day}
