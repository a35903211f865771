"""The people around each child: whom to call, who may collect."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from family.changes import (
    add_contact,
    remove_contact,
    removed_contact,
    restore_contact,
    update_contact,
)
from family.judgments import barred_from_collecting
from family.models import Child, Household
from family.permissions import FamilyReader, Level, child_for, contact_for, reader_of
from portal.family import contacts_of, family_of
from portal.family_forms import ContactForm, HomeOfContactForm, facts_of


@require_safe
def entourage(request: HttpRequest) -> HttpResponse:
    """Every child that one may see, with the people around."""
    reader = family_of(request)
    seen = [pk for pk, tie in reader.ties.items() if tie.may_see]
    children = list(Child.objects.filter(pk__in=seen))
    rows = contacts_of(reader, children)
    homes, barred = _homes(reader), barred_from_collecting(children)
    context = {
        "children": [
            {
                "child": child,
                "barred": barred.get(child.pk, []),
                "contacts": [row for row in rows if row["contact"].child_id == child.pk],
                "may_add": bool(_named_for(reader, child, homes)),
            }
            for child in children
        ],
        "undo": request.GET.get("remettre", ""),
    }
    return render(request, "portal/family/entourage.html", context)


def _homes(reader: FamilyReader) -> list[Household]:
    """The homes where one lives."""
    return list(Household.objects.filter(pk__in=reader.roles))


def _named_for(reader: FamilyReader, child: Child, homes: list[Household]) -> list[Household]:
    """The homes for which one may name people around this child."""
    return [home for home in homes if reader.entourage(child, home) >= Level.WRITE]


def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name someone for a child."""
    child = child_for(request.user, public_id, Level.WRITE)
    reader = family_of(request)
    homes = _named_for(reader, child, _homes(reader))
    if not homes:
        raise Http404
    first = {"may_be_called": True}
    if len(homes) > 1:
        form = HomeOfContactForm(request.POST or None, initial=first, households=homes)
    else:
        form = ContactForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        home = facts.pop("household", homes[0])
        contact = add_contact(user=request.user, child=child, household=home, **facts)
        messages.success(request, _("%(name)s est dans l’entourage.") % {"name": contact})
        return redirect("portal:entourage")
    return _form_page(request, form, child)


def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct someone of the entourage."""
    contact = contact_for(request.user, public_id, Level.WRITE)
    form = ContactForm(request.POST or None, initial=facts_of(contact))
    if request.method == "POST" and form.is_valid():
        update_contact(user=request.user, contact=contact, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("portal:entourage")
    return _form_page(request, form, contact.child, contact)


def _form_page(request: HttpRequest, form, child: Child, contact=None) -> HttpResponse:
    context = {"form": form, "child": child, "contact": contact}
    status = 422 if form.errors else 200
    return render(request, "portal/family/contact.html", context, status=status)


@require_POST
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take someone out; the next page offers to put them back."""
    contact = contact_for(request.user, public_id, Level.WRITE)
    remove_contact(user=request.user, contact=contact)
    messages.success(request, _("%(name)s n’est plus dans l’entourage.") % {"name": contact})
    response = redirect("portal:entourage")
    response["Location"] += f"?remettre={public_id}"
    return response


@require_POST
def restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put back someone who was taken out; a second click changes nothing."""
    gone = removed_contact(public_id)
    if gone is None:
        contact_for(request.user, public_id, Level.WRITE)
        return redirect("portal:entourage")
    child = Child.objects.filter(pk=gone.child_id).first()
    home = Household.objects.filter(pk=gone.household_id).first()
    if not child or not home or reader_of(request.user).entourage(child, home) < Level.WRITE:
        raise Http404
    contact = restore_contact(user=request.user, public_id=public_id)
    messages.success(request, _("%(name)s est de nouveau dans l’entourage.") % {"name": contact})
    return redirect("portal:entourage")
