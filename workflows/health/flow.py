"""A health update, from a parent's phone to the record, and to the canteen the next day."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from cases.models import Case
from workflows.engine.complement import complement
from workflows.engine.flow import CaseFlow
from workflows.engine.nodes import Begin, Effect, Family, Outcome, Staff
from workflows.health import checks, effects


class HealthFlow(CaseFlow):
    """Informations de santé."""

    start = Begin().Next(this.verify)

    verify = Effect(_("Vérifications automatiques"), checks.verify).On(done=this.check)

    check = Staff(_("Vérifier les informations"), days=3).On(
        accept=this.write, complement=this.missing, refuse=this.refused
    )

    missing = complement().On(answered=this.check, late=this.abandoned)

    write = Effect(_("Mettre à jour le dossier"), effects.write).On(
        vaccines=this.vaccines, done=this.accepted
    )

    vaccines = Staff(_("Contrôler les vaccins"), days=3).On(
        complete=this.proven, incomplete=this.admit
    )

    proven = Effect(_("Noter que les vaccins sont à jour"), effects.note_proven).On(
        done=this.accepted
    )

    admit = Effect(_("Noter l’accueil provisoire"), effects.note_provisional).On(done=this.awaited)

    # Three months to be vaccinated (R3111-8 CSP); the date that counts is on the check itself.
    awaited = Family(
        _("Envoyer la preuve de vaccination"),
        opens="complement_asked",
        closes={"answered": "answered"},
        days=92,
        remind=(30, 60, 80),
    ).On(answered=this.vaccines, late=this.lapse)

    lapse = Effect(_("Constater le retard"), effects.lapse).On(done=this.overdue)

    overdue = Staff(_("Vaccins non justifiés\u00a0: décider de la suite"), days=3).On(
        again=this.awaited, complete=this.proven, close=this.unproven
    )

    accepted = Outcome(_("Dossier mis à jour"), Case.State.ACCEPTED)
    unproven = Outcome(_("Dossier mis à jour, vaccins en retard"), Case.State.ACCEPTED)
    refused = Outcome(_("Demande refusée"), Case.State.REFUSED)
    abandoned = Outcome(_("Sans réponse de la famille"), Case.State.ABANDONED)
