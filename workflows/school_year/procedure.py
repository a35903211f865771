"""A school year's file: several children, several activities, each decided by its service."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from activities.school_years import called, open_years
from activities.wishes import spoken_days
from cases.models import Case, Concerned
from cases.models.case import CaseQuerySet
from documents.letters.words import day_in_words
from documents.models import Document
from family.models import Adult, Child, Household
from workflows.engine.complement import ASK
from workflows.engine.consents import BY_SENDING
from workflows.engine.form_answers import YES_NO
from workflows.engine.procedure import (
    Decision,
    FormStep,
    Invitation,
    Line,
    PieceAsked,
    Procedure,
    Reason,
    Route,
    Silence,
    Stage,
    Text,
    Verified,
    registry,
)
from workflows.engine.typed import typed
from workflows.school_year import checks, forms, renewing, shown
from workflows.school_year.asked import (
    FIRST,
    chosen,
    part,
    parts,
    starts_on,
    step_of,
    year_of,
)
from workflows.school_year.flow import SchoolYearFlow
from workflows.school_year.papers import ADDRESS, INSURANCE, children
from workflows.school_year.papers import asked as asked_papers

Kind = Document.Kind
OF_CHILD = _("Quelles activités pour cet enfant\u00a0?")


@registry.register
class SchoolYear(Procedure):
    """Dossier périscolaire."""

    slug = "dossier-periscolaire"
    title = _("Remplir le dossier périscolaire de l’année")
    summary = _(
        "Cantine, matin, soir et mercredis\u00a0: une seule demande par an, pour tous vos enfants."
    )
    prepare = (
        _("un justificatif de domicile de moins d’un an"),
        _("l’attestation d’assurance de chaque enfant"),
    )
    icon = "calendar-plus"
    rank = 5
    flow = SchoolYearFlow
    sla_days = 10
    # Places are limited, so silence refuses after two months, as for one enrolment.
    silence = Silence(
        accepts=False,
        months=2,
        ground=_("article L.\u00a0231-4 du code des relations entre le public et l’administration"),
    )
    steps = (
        FormStep(FIRST, _("Pour qui, pour quelle année\u00a0?"), forms.ChildrenForm),
        *(FormStep(step_of(rank), OF_CHILD, form) for rank, form in forms.DAYS_FORMS.items()),
        FormStep("accords", _("Vos accords"), forms.AgreedForm),
    )
    stages = (
        Stage(_("Dossier reçu"), ("start", "verify", "each")),
        Stage(_("Décision pour chaque activité"), ("decide", "missing", "place", "instead")),
        Stage(_("Réponse"), ("denied", "lapsed", "together", "settle")),
    )
    decisions = {
        "decide": (
            Decision(
                "accept",
                _("Accepter cette activité"),
                _(
                    "La place est réservée si elle est libre\u00a0; sinon la liste d’attente, si la "
                    "famille l’a voulue."
                ),
            ),
            ASK,
            Decision(
                "refuse",
                _("Refuser cette activité"),
                _("La famille reçoit le motif\u00a0; les autres activités continuent."),
                refuses=True,
                event="part_refused",
            ),
        ),
    }
    papers = (ADDRESS, INSURANCE)
    reasons = (
        Reason("residence", _("La famille n’habite pas la commune et les places sont réservées")),
        Reason("age", _("L’âge de l’enfant ne permet pas cet accueil")),
        Reason("school", _("L’activité est réservée aux élèves de l’école")),
        Reason("incomplete", _("Le dossier ne permet pas de vérifier la situation")),
        Reason("debt", _("Le règlement intérieur n’est pas respecté")),
        Reason("other", _("Autre motif, précisé ci-dessous"), needs_words=True),
    )
    texts = (_("le règlement des activités, accepté avec la demande"),)
    next_steps = {
        Case.State.ACCEPTED: (
            _("Ce qui est accepté paraît dans l’agenda des enfants, sur le portail des familles."),
        ),
        Case.State.WAITLISTED: (
            _("Nous vous écrivons dès qu’une place se libère, dans l’ordre de la liste d’attente."),
        ),
    }
    if_late = {"missing": _("cette activité serait laissée de côté, les autres continuent.")}
    in_agenda = True
    why_wait = _("Toutes les places sont prises pour une partie des jours demandés.")

    def open_on(self, day: date) -> bool:
        """While the enrolment of a school year is open."""
        return open_years(day).exists()

    def walk(self, case: Case) -> Iterator[FormStep]:
        """A step for each child chosen, by name, between the first and the last."""
        yield self.steps[0]
        for rank, child in chosen(case):
            title = now_("Quelles activités pour %(child)s\u00a0?") % {"child": child.first_name}
            yield FormStep(step_of(rank), title, forms.DAYS_FORMS[rank], DAYS_HELP)
        yield self.steps[-1]

    def invitations(
        self, applicant: Adult | None, household: Household, day: date
    ) -> list[Invitation]:
        """The renewal of last year's activities."""
        return renewing.invitations(self.slug, applicant, household, day)

    def take_up(self, case: Case, code: str) -> dict[str, dict]:
        """Last year's activities, in the year to come."""
        return renewing.take_up(case, code)

    def by_sending(self, case: Case) -> Text:
        """A renewal has nothing to tick: what sending it states is said beside the button."""
        return BY_SENDING if case.data.get("invited") else ""

    def child(self, case: Case) -> Child | None:
        """The only child of the file, if it has one only."""
        kids = [case.child] if case.child else children(case)
        return kids[0] if len(kids) == 1 else None

    def pieces(self, case: Case) -> list[PieceAsked]:
        """Proof of address, and the insurance of the children whose the town has not."""
        return asked_papers(case)

    def same_fact(self, case: Case) -> CaseQuerySet:
        """For the same year, about one of these children."""
        year, kids = year_of(case), [str(child.public_id) for child in children(case)]
        said = Q()
        for child in kids:
            said |= Q(data__declared__enfants__children__contains=[child])
        files = Case.objects.filter(procedure=self.slug, household=case.household)
        if year is None or not kids:
            return files.none()
        return files.filter(said, data__declared__enfants__year=year.starts_on.isoformat())

    def bind(self, case: Case) -> None:
        """One child is on the case; of several, whoever may not see each reads none of it."""
        kids = children(case)
        case.child = kids[0] if len(kids) == 1 else None
        case.concerned.all().delete()
        if len(kids) > 1:
            Concerned.objects.bulk_create(Concerned(case=case, child=child) for child in kids)

    def blockers(self, case: Case) -> list[Text]:
        """Age, school, open period, days, enrolments that stand already."""
        return list(checks.blockers(case))

    def route(self, case: Case) -> Route:
        """The service of most wishes answers for the whole; each part goes to its own."""
        services = [found.wish.group.activity.facility.service for found in parts(case)]
        service = max(services, key=services.count)
        year = year_of(case)
        title = now_("Dossier périscolaire %(year)s") % {"year": called(year) if year else ""}
        return Route(service=service, facility=None, title=title)

    def part_label(self, part: str) -> Text:
        """The rank of the wish, where its names are not at hand."""
        return now_("activité %(number)s") % {"number": part}

    def part_name(self, case: Case, code: str) -> str:
        """`Lina · Restauration scolaire`."""
        return part(case, code).name

    def verified(self, case: Case) -> list[Verified]:
        """Ages, documents, another file for the same year."""
        return checks.verified(case)

    def shown(self, case: Case) -> dict:
        """Each wish with where it stands."""
        return shown.shown(case)

    def replied(self, case: Case) -> list[Line]:
        """What was decided, wish by wish."""
        return shown.replied(case, {reason.code: reason for reason in self.reasons})

    def refused_because(self, case: Case) -> str:
        """Why, wish by wish."""
        return shown.refused_because(case, {reason.code: reason for reason in self.reasons})

    def lines(self, case: Case) -> list[Line]:
        """The year, what a renewal changes, each child's activities and days."""
        year = year_of(case)
        rows = [Line(now_("Année"), year.label if year else "", FIRST), *renewing.lines(case)]
        if year:
            rows.append(Line(now_("À partir du"), day_in_words(starts_on(case, year)), FIRST))
        return [*rows, *_children(case), _full_days(case)]


DAYS_HELP = _("Cochez les jours de chaque activité. Une activité sans jour n’est pas demandée.")


def _children(case: Case) -> list[Line]:
    """A line a child, with the step where it can be changed."""
    said: dict[int, list[str]] = {}
    kids = {}
    for found in parts(case):
        wish = found.wish
        kids[wish.child.pk] = wish.child
        name = wish.group.activity.name
        said.setdefault(wish.child.pk, []).append(f"{name}\u00a0: {spoken_days(wish.weekdays)}")
    if "declared" in case.data:
        return [Line(str(child), "\n".join(said[pk])) for pk, child in kids.items()]
    return [
        Line(str(child), "\n".join(said.get(child.pk, [])), step_of(rank))
        for rank, child in chosen(case)
    ]


def _full_days(case: Case) -> Line:
    answer = typed(case, "accords", "waiting")
    return Line(now_("Liste d’attente si complet"), str(dict(YES_NO).get(answer, "")), "accords")
