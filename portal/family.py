"""My family: homes, members, each child's card, what was read and what changed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from family import vaccines
from family.care_plans import in_force, must_be_redone
from family.diets import change_to_come, diets_on
from family.history import history_for
from family.models import (
    Child,
    Contact,
    HealthRecord,
    Membership,
    Residence,
    SensitiveReading,
    Tie,
)
from family.permissions import FamilyReader, Level, child_for, reader_of
from family.readings import readings_for

READINGS_A_PAGE = 30


def family_of(request: HttpRequest) -> FamilyReader:
    """The signed-in person's place in the families; 404 for anybody who has none."""
    reader = reader_of(request.user)
    if reader.adult is None:
        raise Http404
    return reader


@require_safe
def family(request: HttpRequest) -> HttpResponse:
    """The homes where one lives, who lives there, and the children one may see."""
    reader = family_of(request)
    context = {"adult": reader.adult, "homes": _homes(reader), "children": _children(reader)}
    return render(request, "portal/family/family.html", context)


def _homes(reader: FamilyReader) -> list[dict]:
    """Each home with its members; two queries whatever their number."""
    memberships = (
        Membership.objects.filter(household__in=reader.roles)
        .select_related("adult", "household")
        .order_by("household", "role", "adult__last_name")
    )
    homes: dict[int, dict] = {}
    for row in memberships:
        home = homes.setdefault(
            row.household_id,
            {
                "household": row.household,
                "level": reader.household(row.household),
                "members": [],
            },
        )
        home["members"].append(row)
    return list(homes.values())


def _children(reader: FamilyReader) -> list[dict]:
    """The children of one's homes and those one is tied to, as far as one may know them."""
    known = Child.objects.filter(pk__in=[*reader.homes_of_children, *reader.ties])
    today = localdate()
    return [
        {
            "child": child,
            "age": child.age_on(today),
            "readable": reader.child(child) >= Level.READ,
        }
        for child in known.select_related("school")
        if reader.child(child) >= Level.OVERVIEW
    ]


@require_safe
def child(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A child's card: school, homes, adults and their rights, entourage, health, readings."""
    reader = family_of(request)
    card = child_for(request.user, public_id)
    ties = Tie.objects.filter(child=card).select_related("adult").order_by("link", "pk")
    residences = _residences(reader, card)
    context = {
        "child": card,
        "age": card.age_on(localdate()),
        "level": reader.child(card),
        "residences": residences,
        "ties": ties,
        **_health(reader, card),
        "contacts": contacts_of(reader, [card]),
        "may_add": any(home["may_add"] for home in residences),
        "readings": readings_for(reader).filter(child=card)[:5],
    }
    return render(request, "portal/family/child.html", context)


def _health(reader: FamilyReader, card: Child) -> dict[str, Any]:
    """The health section, for who may read it: the record, what is to come, vaccines, the plan."""
    if reader.health(card) < Level.READ:
        return {}
    today, plan = localdate(), in_force(card).first()
    check = vaccines.last_check(card)
    return {
        "health": getattr(card, "health", None),
        "diet_now": HealthRecord.Diet(diets_on(today, [card.pk])[card.pk]),
        "diet_to_come": change_to_come(card, today),
        "vaccine_check": check,
        "vaccine_standing": vaccines.standing(check, today),
        "vaccines_required": vaccines.required(card.birth_date, today),
        "care_plan": plan,
        "care_plan_redo": plan is not None and must_be_redone(plan, card, today),
        "may_update_health": reader.health(card) >= Level.WRITE,
    }


def _residences(reader: FamilyReader, card: Child) -> list[dict]:
    """Where the child lives; the other home's address is not shown."""
    rows = Residence.objects.filter(child=card).select_related("household").order_by("pk")
    return [
        {
            "household": row.household,
            "pattern": row.get_pattern_display(),
            "mine": reader.household(row.household) >= Level.READ,
            "may_add": reader.entourage(card, row.household) >= Level.WRITE,
        }
        for row in rows
    ]


def contacts_of(reader: FamilyReader, children: list[Child]) -> list[dict]:
    """The entourage of these children, each with what one may do; one query."""
    rows = Contact.objects.filter(child__in=children).select_related("child", "household")
    found = [{"contact": row, "level": reader.contact(row)} for row in rows]
    return [row for row in found if row["level"] >= Level.OVERVIEW]


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Who of the town read the sensitive sections about us, newest first."""
    rows = readings_for(family_of(request))
    before = request.GET.get("avant", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page: list[SensitiveReading] = list(rows[: READINGS_A_PAGE + 1])
    more = len(page) > READINGS_A_PAGE
    page = page[:READINGS_A_PAGE]
    context = {"readings": page, "next": page[-1].pk if more else None}
    return render(request, "portal/family/readings.html", context)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Each change of the file: who, when, through which request."""
    return render(
        request, "portal/family/history.html", {"changes": history_for(family_of(request))}
    )
