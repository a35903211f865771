"""Reminding both parents that a PAI must be redone: that there is something to do, never what."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import override

from accounts import mails
from family.care_plans import parents_told, to_remind
from family.models import CarePlan

BATCH = 200


def remind_all() -> int:
    """Tell who is to be told today; returns how many mails left. Safe to repeat."""
    due = to_remind(localdate()).values_list("pk", flat=True)
    return sum(_remind(pk) for pk in list(due[:BATCH]))


def _remind(plan_id: int) -> int:
    sent = 0
    while _tell_next(plan_id):
        sent += 1
    return sent


@transaction.atomic
def _tell_next(plan_id: int) -> bool:
    """Tell one more parent; False when nobody is left. A row that is being told is left alone."""
    rows = CarePlan.objects.select_for_update(skip_locked=True, of=["self"])
    plan = rows.select_related("child").filter(pk=plan_id, reminded_at=None).first()
    if plan is None:
        return False
    untold = [adult for adult in parents_told(plan.child) if adult.public_id not in plan.reminded]
    if untold:
        url = settings.SITE_URL + reverse("portal:procedure", args=["pai"])
        with override("fr"):
            mails.send(
                "family/mails/care_plan_review", untold[0].email, {"adult": untold[0], "url": url}
            )
        plan.reminded.append(untold[0].public_id)
    if len(untold) <= 1:
        plan.reminded_at = now()
    plan.save(update_fields=["reminded", "reminded_at"])
    return bool(untold)
