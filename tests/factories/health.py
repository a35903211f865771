"""Health updates and care plans, made by the engine itself."""

from uuid import uuid4

from django.http import QueryDict

from accounts.models import User
from cases.models import Case, Piece
from cases.recording import Acting
from cases.sides import Side
from documents.models import Document
from family.models import Adult, Child, Household
from tests.factories.documents import DocumentFactory
from workflows.engine import acts, drafts
from workflows.engine.pieces import put_paper
from workflows.engine.procedure import registry

Answers = dict[str, dict[str, list[str]]]


def health_answers(child: Child, **changed: list[str]) -> Answers:
    """Good answers to the health update; a changed one takes its place by its name."""
    answers: Answers = {
        "enfant": {"child": [str(child.public_id)]},
        "repas": {
            "diet": ["vegetarian"],
            "has_allergies": ["yes"],
            "allergies": ["ArachideZorglub"],
            "care_needs": ["Goûter à partZorglub"],
        },
        "soins": {"doctor": ["Dr MartinZorglub, Valmont"], "emergency_care_allowed": ["yes"]},
        "vaccins": {"has_proof": ["no"]},
        "autorisations": {
            "photo_allowed": ["yes"], "may_leave_alone": ["no"], "new_first_name": [""],
            "new_last_name": [""], "new_link": [""], "new_phone": [""],
        },
        "accords": {"certified": ["on"], "told": ["on"]},
    }  # fmt: skip
    return _changed(answers, changed)


def care_answers(child: Child, **changed: list[str]) -> Answers:
    """Good answers to the request of a PAI."""
    answers: Answers = {
        "enfant": {"child": [str(child.public_id)]},
        "besoins": {
            "measures": ["emergency_kit", "packed_lunch"],
            "needs": ["Garder la trousse prèsZorglub"],
        },
        "reunion": {"renewal": ["no"], "availability": ["le mardi soir"]},
        "accords": {"shared": ["on"], "told": ["on"]},
    }
    return _changed(answers, changed)


def _changed(answers: Answers, changed: dict[str, list[str]]) -> Answers:
    """Each answer in the step that has it; people to collect are of the step of consents."""
    for name, values in changed.items():
        known = [step for step in answers.values() if name in step]
        (known[0] if known else answers["autorisations"])[name] = values
    return answers


def begun(
    slug: str, adult: Adult, home: Household, answers: Answers, *, by: User | None = None
) -> Case:
    """A draft with these answers."""
    user = by or adult.user
    case = drafts.begin(registry[slug], user=user, applicant=adult, household=home)
    for step, given in answers.items():
        form = QueryDict(mutable=True)
        for name, values in given.items():
            form.setlist(name, values)
        drafts.keep_typed(case.pk, step, form, actor=user)
    case.refresh_from_db()
    return case


def sent(case: Case, *, paper: str = "", by: User | None = None) -> Case:
    """The draft sent, with a paper of this kind when one is named."""
    user = by or case.applicant.user
    if paper:
        give(case, paper)
    acts.submit(case.pk, actor=user, act=uuid4())
    case.refresh_from_db()
    return case


def give(case: Case, kind: str) -> Document:
    """The family puts a paper into the case."""
    child = case.child or registry[case.procedure].child(case)
    document = DocumentFactory(household=case.household, child=child, kind=kind)
    put_paper(case, kind, document, acting=Acting(case.applicant.user, Side.FAMILY))
    return document


def booklet_of(case: Case) -> Piece:
    """The piece that asks for the proof of vaccination."""
    return case.pieces.get(kind=Document.Kind.VACCINES)
