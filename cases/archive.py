"""Finding any case of one's services again, live or closed, by family, child or number."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import staff_of
from cases.models import Case
from family.search import families_called

NEWEST_FIRST = ("-submitted_at", "-pk")
AT_MOST = 300  # families behind one search; more means that the words say nothing


def sent_to(user: User) -> QuerySet[Case]:
    """Every case that was sent to the person's services."""
    sent = Case.objects.filter(service__in=staff_of(user).services, submitted_at__isnull=False)
    return sent.select_related("household", "child", "service")


def found_by(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those of the families called so, or whose number begins so (« 7f3k 9qzp » too)."""
    number = "".join(text.upper().replace("-", " ").split())
    if len(number) > 4:
        number = f"{number[:4]}-{number[4:8]}"
    families = list(families_called(text).values_list("pk", flat=True)[:AT_MOST])
    return cases.filter(Q(reference__startswith=number) | Q(household__in=families))
