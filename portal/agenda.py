"""What the children attend, day by day of a week."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from activities.models import Enrolment
from portal.family_of import adult_of
from town.working_time import is_working_day


def agenda(request: HttpRequest) -> HttpResponse:
    """One week, from Monday; the week asked for, or this one."""
    adult = adult_of(request)
    monday = _monday(request.GET.get("semaine", ""))
    children = [t.child for t in adult.ties.seeing().select_related("child")]
    days = [monday + timedelta(days=n) for n in range(5)]
    rows = Enrolment.objects.holding().filter(
        child__in=children, starts_on__lte=days[-1], ends_on__gte=days[0]
    )
    enrolments = list(rows.select_related("child", "group__activity__facility"))
    week = [{"day": day, "lines": _lines(day, enrolments)} for day in days]
    context = {
        "week": week,
        "previous": monday - timedelta(days=7),
        "next": monday + timedelta(days=7),
        "monday": monday,
    }
    return render(request, "portal/agenda.html", context)


def _monday(asked: str) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = localdate()
    return day - timedelta(days=day.weekday())


def _lines(day: date, enrolments: list[Enrolment]) -> list[Enrolment]:
    if not is_working_day(day):
        return []
    return [
        e for e in enrolments if day.isoweekday() in e.weekdays and e.starts_on <= day <= e.ends_on
    ]
