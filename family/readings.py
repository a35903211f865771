"""What was read of the sensitive sections: written with the reading, shown to the parents."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import User
from family.models import Child, Household, SensitiveReading
from family.permissions import KEEPERS, FamilyReader


def log_reading(
    *,
    reader: User,
    section: str,
    child: Child | None = None,
    household: Household | None = None,
    case: str = "",
) -> SensitiveReading:
    """Keep that a member of staff read a sensitive section; call it where it is shown."""
    return SensitiveReading.objects.create(
        reader=reader, section=section, child=child, household=household, case_reference=case
    )


def log_readings(*, reader: User, section: str, children: Iterable[Child]) -> None:
    """Keep that a list told something of several children: once a day, child and reader."""
    ids = {child.pk for child in children}
    today = SensitiveReading.objects.filter(
        reader=reader, section=section, case_reference="", child__in=ids, at__date=localdate()
    )
    seen = set(today.values_list("child", flat=True))
    SensitiveReading.objects.bulk_create(
        SensitiveReading(reader=reader, section=section, child_id=pk) for pk in sorted(ids - seen)
    )


def readings_for(family: FamilyReader) -> QuerySet[SensitiveReading]:
    """What was read about one's children (those that one may see) and one's homes."""
    children = [child for child, tie in family.ties.items() if tie.may_see]
    homes = [household for household, role in family.roles.items() if role in KEEPERS]
    about = Q(child__in=children) | Q(household__in=homes)
    rows = SensitiveReading.objects.filter(about).order_by("-pk")
    return rows.select_related("reader", "child", "household")
