"""Home: what waits for me, what moves, my children, news — in this order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from accounts.roles import staff_of
from activities.models import Enrolment
from cases.models import Case
from cases.permissions import visible_to
from family.models import Adult
from portal.family_of import adult_of, household_of
from town.models import News
from workflows.engine.procedure import registry
from workflows.engine.standing import badge

SHOWN = 8


def home(request: HttpRequest) -> HttpResponse:
    """The first page of a family; staff go to their inbox."""
    if staff_of(request.user):
        return redirect("desk:inbox")
    if request.user.is_administrator:
        return redirect("supervision:upkeep")
    adult = adult_of(request)
    context = {
        "adult": adult,
        "household": household_of(adult),
        "children": _children(adult),
        "news": News.objects.filter(published_at__lte=now())[:2],
        **_cases(request),
        "invitations": _invitations(adult),
    }
    name = "portal/home_live.html" if request.headers.get("HX-Request") else "portal/home.html"
    return render(request, name, context)


def _cases(request: HttpRequest) -> dict:
    rows = visible_to(request.user).select_related("child", "service", "facility")
    recent = list(rows.with_asked().order_by("-updated_at")[: SHOWN * 3])
    for case in recent:
        case.badge = badge(case)
    drafts = [case for case in recent if case.state == Case.State.DRAFT]
    waiting = [c for c in recent if c.is_live and c.asks_family]
    moving = [c for c in recent if c.is_live and not c.asks_family]
    answered = [c for c in recent if c.closed_at][:3]
    return {
        "waiting": waiting,
        "drafts": drafts[:3],
        "moving": moving[:SHOWN],
        "answered": answered,
    }


def _invitations(adult: Adult) -> list[dict]:
    """What the démarches have ready for the home, each sent in two taps."""
    home, today = household_of(adult), localdate()
    return [
        {"slug": declared.slug, "invitation": invitation}
        for declared in registry
        for invitation in declared.invitations(adult, home, today)
    ]


def _children(adult: Adult) -> list[dict]:
    """The children the adult may see, with what they attend this week."""
    today = localdate()
    ties = adult.ties.seeing().select_related("child__school").order_by("-child__birth_date")
    children = [tie.child for tie in ties]
    rows = Enrolment.objects.holding().filter(
        child__in=children, starts_on__lte=today, ends_on__gte=today
    )
    by_child: dict[int, list[Enrolment]] = {}
    for enrolment in rows.select_related("group__activity__facility"):
        by_child.setdefault(enrolment.child_id, []).append(enrolment)
    return [
        {"child": child, "age": child.age_on(today), "enrolments": by_child.get(child.pk, [])}
        for child in children
    ]
