"""The parts of a change of situation: each treated by the service that it concerns."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from documents.models import Document
from town.models import Service
from town.naming import service_called

WELCOME, BILLING = settings.WELCOME_SERVICE, settings.BILLING_SERVICE
Kind = Document.Kind


@dataclass(frozen=True)
class Part:
    """One kind of change; its code is also the slug of its step in the form."""

    code: str
    label: str | Promise
    service: str  # the slug of who treats it
    pieces: tuple[str, ...] = ()
    changes_prices: bool = False
    at_once: bool = False  # proven by a code: nobody decides, and it waits for no date


PARTS: dict[str, Part] = {
    part.code: part
    for part in (
        Part("demenagement", _("Déménagement"), WELCOME, (Kind.ADDRESS,), changes_prices=True),
        Part("naissance", _("Naissance"), WELCOME, (Kind.FAMILY_BOOK,), changes_prices=True),
        Part("union", _("Mariage, Pacs ou vie commune"), WELCOME),
        Part("separation", _("Séparation ou changement de garde"), WELCOME, changes_prices=True),
        Part("travail", _("Changement de travail ou de revenus"), BILLING, changes_prices=True),
        Part("coordonnees", _("Nouveau téléphone ou e-mail"), WELCOME, at_once=True),
    )
}


def chosen(case: Case) -> list[str]:
    """The kinds of change ticked so far, or declared, in the order of the list."""
    declared = case.data.get("declared", {}).get("changements")
    typed = case.data.get("typed", {}).get("changements", {})
    codes = declared["parts"] if declared else typed.get("parts", [])
    return [code for code in PARTS if code in codes]


def since(case: Case) -> date:
    """From when the change holds."""
    return date.fromisoformat(case.data["declared"]["changements"]["since"])


def said(case: Case, part: str) -> dict:
    """What was declared of one part."""
    return case.data["declared"].get(part, {})


def service_of(case: Case, part: str) -> Service:
    """The service that treats a part."""
    return service_called(PARTS[part].service)


def accepted(case: Case) -> list[str]:
    """The parts that a service accepted, in the order of the list."""
    decided = case.data.get("parts", {})
    return [code for code in PARTS if decided.get(code) == "accepted"]
