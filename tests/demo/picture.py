"""What a visitor could tell apart between two towns."""

from accounts.models import User
from activities.models import Enrolment, Group
from cases.models import Case, CaseEvent
from family.models import Child, Household, Tie


def picture() -> list:
    """Everybody and everything of the town that stands, in order."""
    return [
        list(User.objects.order_by("pk").values_list("username", "public_id", "email")),
        list(Household.objects.order_by("reference").values_list("name", "street", "public_id")),
        list(Child.objects.order_by("pk").values_list("first_name", "birth_date", "public_id")),
        list(Tie.objects.order_by("pk").values_list("link", "may_see", "may_decide", "pays")),
        list(Group.objects.order_by("pk").values_list("public_id", "places")),
        list(Enrolment.objects.order_by("pk").values_list("case_reference", "weekdays", "state")),
        list(Case.objects.order_by("reference").values_list("reference", "title", "submitted_at")),
        list(CaseEvent.objects.order_by("case__reference", "number").values_list("kind", "at")),
    ]
