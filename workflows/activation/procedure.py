"""Asking for an account: the only démarche whose author is not known yet."""

from django.conf import settings
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from family.models import Adult
from town.models import Service
from workflows.activation import forms
from workflows.activation.asked import STEP, facility_of, matches, said
from workflows.activation.flow import ActivationFlow
from workflows.engine.procedure import (
    Decision,
    FormStep,
    Line,
    Procedure,
    Reason,
    Route,
    Stage,
    Verified,
    registry,
)

LINK_LEAVES = _("Le lien pour créer le compte part à l’adresse de la demande.")


@registry.register
class Activation(Procedure):
    """Demande d’ouverture de compte."""

    slug = "activation"
    title = _("Demander l’ouverture d’un compte")
    summary = _("Vos enfants fréquentent nos services et vous n’avez pas encore de compte.")
    icon = "user-round"
    rank = 95
    repeats = True
    flow = ActivationFlow
    by_place = True
    for_visitors = True
    sla_days = 2
    steps = (FormStep(STEP, _("Qui êtes-vous\u00a0?"), forms.WhoForm),)
    stages = (
        Stage(_("Demande reçue"), ("start", "look")),
        Stage(_("Vérification par le service"), ("check",)),
        Stage(_("Réponse"), ("attach_first", "attach_second", "attach_third", "open_file")),
    )
    decisions = {
        "check": (
            Decision("first", _("C’est la fiche 1"), LINK_LEAVES),
            Decision("second", _("C’est la fiche 2"), LINK_LEAVES),
            Decision("third", _("C’est la fiche 3"), LINK_LEAVES),
            Decision(
                "create",
                _("Ouvrir une nouvelle fiche"),
                _("Un foyer est créé pour cette personne, et le lien part."),
            ),
            Decision(
                "refuse",
                _("Refuser la demande"),
                _("La personne reçoit le motif et les voies de recours."),
                refuses=True,
            ),
        ),
    }
    reasons = (
        Reason(
            "has_account", _("A déjà un compte\u00a0: «\u00a0mot de passe oublié\u00a0» suffit")
        ),
        Reason("unknown", _("La famille ne fréquente pas les services de la ville")),
        Reason("unclear", _("Les informations ne permettent pas de reconnaître la famille")),
        Reason("other", _("Autre motif, précisé ci-dessous")),
    )

    def bind(self, case: Case) -> None:
        """The inbox shows who asks."""
        words = said(case)
        case.data["asker"] = f"{words['first_name']} {words['last_name']}"

    def asker(self, case: Case) -> Adult | None:
        """The person who wrote, by whom the answer is awaited."""
        words = case.data.get("declared", {}).get(STEP)
        if not words:
            return None
        return Adult(**{name: words[name] for name in ("first_name", "last_name", "email")})

    def route(self, case: Case) -> Route:
        """To the service that welcomes families; else to the one of the facility."""
        facility = facility_of(case)
        service = Service.objects.filter(slug=settings.WELCOME_SERVICE).first()
        if service is None:
            service = facility.service if facility else Service.objects.order_by("pk")[0]
        return Route(service=service, facility=facility, title=str(self.title))

    def lines(self, case: Case) -> list[Line]:
        """What the person wrote."""
        if STEP not in case.data.get("declared", {}):
            return []
        words, facility = said(case), facility_of(case)
        return [
            Line(_("Nom"), f"{words['first_name']} {words['last_name']}", STEP),
            Line(_("Adresse"), f"{words['street']}, {words['postcode']} {words['city']}", STEP),
            Line(_("Adresse e-mail"), words["email"], STEP),
            Line(_("Enfants"), ", ".join(words["children"]), STEP),
            Line(_("Établissement"), str(facility or ""), STEP),
        ]

    def offered(self, case: Case, node: str) -> tuple[Decision, ...]:
        """As many known people as were found; a new file first when there is none."""
        found = len(case.data.get("matches", []))
        unknown = {"first", "second", "third"} - set(("first", "second", "third")[:found])
        return tuple(d for d in super().offered(case, node) if d.exit not in unknown)

    def verified(self, case: Case) -> list[Verified]:
        """The known people who may be the asker, numbered as the decisions name them."""
        found = matches(case)
        if not found:
            return [Verified(False, _("Aucune fiche connue ne ressemble à cette demande."))]
        return [
            Verified(match["score"] >= 70 and not adult.user_id, _described(rank, adult, match))
            for rank, (adult, match) in enumerate(found, start=1)
        ]


def _described(rank: int, adult: Adult, match: dict) -> str:
    """« Fiche 1 : Zoé Le Goff, 12 rue des Lilas 60230 Chambly — 85 % (nom identique…) »."""
    homes = [h for h in adult.households.all() if str(h.public_id) == match["household"]]
    where = ", ".join(homes[0].address_lines) if homes else ""
    words = now_("Fiche %(rank)d\u00a0: %(name)s, %(where)s — %(score)d %% (%(reasons)s)") % {
        "rank": rank,
        "name": adult,
        "where": where,
        "score": match["score"],
        "reasons": ", ".join(match["reasons"]),
    }
    return words + now_(" — a déjà un compte") if adult.user_id else words
