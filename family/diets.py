"""What children eat on a day: a change counts from its day on, and the past stays as it was."""

from collections.abc import Collection
from datetime import date

from accounts.models import User
from family.changes import recorded
from family.models import Child, DietChange, HealthRecord

STANDARD = HealthRecord.Diet.STANDARD


def set_diet(
    *, user: User | None, child: Child, diet: str, starts_on: date, case: str = ""
) -> bool:
    """Have the child eat so from a day on; tells whether anything changed.

    The record shows what is to come; what stood before it is kept, so that the days until then
    are served as they were.
    """
    with recorded(user=user, case=case):
        begun = {"photo_allowed": False, "emergency_care_allowed": False}
        HealthRecord.objects.get_or_create(child=child, defaults=begun)
        record = HealthRecord.objects.select_for_update().get(child=child)
        if record.diet == diet:
            return False
        _keep_what_was(child, record.diet)
        DietChange.objects.update_or_create(
            child=child, starts_on=starts_on, defaults={"diet": diet, "case_reference": case}
        )
        record.diet = diet
        record.save(update_fields=["diet"])
    return True


def _keep_what_was(child: Child, diet: str) -> None:
    if not DietChange.objects.filter(child=child).exists():
        DietChange.objects.create(child=child, diet=diet, starts_on=child.birth_date)


def diets_on(day: date, children: Collection[int]) -> dict[int, str]:
    """What each of these children eats on a day, by id. Two queries."""
    records = HealthRecord.objects.filter(child__in=children).values_list("child", "diet")
    found = dict.fromkeys(children, STANDARD.value) | dict(records)
    changes = DietChange.objects.filter(child__in=children, starts_on__lte=day)
    latest = changes.order_by("child", "-starts_on").distinct("child")
    return found | dict(latest.values_list("child", "diet"))


def change_to_come(child: Child, day: date) -> DietChange | None:
    """The next change after a day, that the kitchen does not know yet."""
    return child.diet_changes.filter(starts_on__gt=day).order_by("starts_on").first()
