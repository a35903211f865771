"""My coordinates: check them, change them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from family.changes import update_coordinates
from family.models import Household
from family.permissions import FamilyReader, Level
from portal.family import family_of
from portal.family_forms import CoordinatesForm, PhonesForm

ADDRESS = ("street", "complement", "postcode", "city")


def profile(request: HttpRequest) -> HttpResponse:
    """Address of the home (for its representatives), phones, and the ways to sign in."""
    reader = family_of(request)
    home = _home_to_write(reader)
    form = _form(request, reader, home)
    if request.method == "POST" and form.is_valid():
        changed = update_coordinates(
            user=request.user,
            adult=reader.adult,
            household=home,
            address=form.address() if home else None,
            mobile=form.cleaned_data["mobile"],
            phone=form.cleaned_data["phone"],
        )
        done = _("Vos coordonnées sont à jour.") if changed else _("Rien n’a changé.")
        messages.success(request, done)
        return redirect("portal:profile")
    context = {"form": form, "adult": reader.adult, "home": home}
    status = 422 if form.errors else 200
    return render(request, "portal/family/profile.html", context, status=status)


def _home_to_write(reader: FamilyReader) -> Household | None:
    """The home whose address this person keeps; the one represented first."""
    homes = Household.objects.filter(pk__in=reader.roles).order_by("pk")
    kept = [home for home in homes if reader.household(home) >= Level.WRITE]
    return next(iter(sorted(kept, key=lambda h: reader.roles[h.pk] != "representative")), None)


def _form(request: HttpRequest, reader: FamilyReader, home: Household | None) -> PhonesForm:
    initial = {"mobile": reader.adult.mobile, "phone": reader.adult.phone}
    if home is None:
        return PhonesForm(request.POST or None, initial=initial)
    initial |= {name: getattr(home, name) for name in ADDRESS}
    return CoordinatesForm(request.POST or None, initial=initial)
