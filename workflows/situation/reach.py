"""A new e-mail or phone: proven by a code, written at once, the old address told."""

from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import address_codes
from accounts.email_change import give_proven_email
from accounts.models import User
from accounts.roles import staff_of
from cases.models import Case
from cases.recording import record
from family import changes
from family.models import Adult
from workflows.engine.step import Refused
from workflows.engine.typed import typed
from workflows.situation.parts import chosen, said

STEP, CODE = "coordonnees", "code-email"
TAKEN = _("Cette adresse e-mail ne peut pas être utilisée\u00a0: donnez-en une autre.")
UNPROVEN = _("L’adresse e-mail n’est plus confirmée\u00a0: demandez un autre code.")


def new_email(case: Case) -> str:
    """The new address as typed; empty when it stays."""
    return typed(case, STEP, "email").strip().lower()


def known_email(adult: Adult | None) -> str:
    """The address by which the town reaches the person today."""
    if adult is None:
        return ""
    return adult.user.email if adult.user else adult.email


def sent_to(case: Case) -> str:
    """Where the code goes: to the new address, to prove it; else to the known one."""
    return new_email(case) or known_email(case.applicant)


def asks_code(case: Case) -> bool:
    """Whether something is to be proven: a new address always is; at the counter, where the
    person stands, a phone is not."""
    if STEP not in chosen(case):
        return False
    return bool(new_email(case)) or not case.at_counter


def at_counter_by(case: Case, user: User) -> bool:
    """Whether an agent fills this request for the person who stands at the counter."""
    return case.at_counter and case.filed_by_id == user.pk and bool(staff_of(user))


def may_change(case: Case, user: User) -> bool:
    """One's own details alone: a draft opens to the home's other representative too."""
    owner = case.applicant.user_id if case.applicant else None
    return at_counter_by(case, user) or (owner is not None and owner == user.pk)


def blockers(case: Case) -> list:
    """An address that has become another account's since its code."""
    if STEP not in chosen(case) or case.applicant is None:
        return []
    email = said(case, STEP).get("email")
    return [TAKEN] if email and address_codes.is_taken(email, case.applicant.user) else []


def change(case: Case, part: str) -> None:
    """Write the new e-mail and phones now, in the name of who sends the request."""
    adult, words = case.applicant, said(case, part)
    if adult is None:
        raise ValueError(f"case {case.reference} has no applicant to reach")
    if words["email"]:
        _change_email(case, adult, words["email"])
    phones = {"mobile": words["mobile"] or adult.mobile, "phone": words["phone"] or adult.phone}
    who = case.acting.actor
    if changes.update_phones(user=who, adult=adult, case=case.reference, **phones):
        record(case, "phone_changed")


def _change_email(case: Case, adult: Adult, email: str) -> None:
    if address_codes.proof(case.reference, email) is None:
        raise Refused([UNPROVEN])
    case.data["replaced_email"] = known_email(adult)  # where the change is told
    who = case.acting.actor
    if adult.user_id is None:
        changes.update_email(user=who, adult=adult, email=email, case=case.reference)
    else:
        account = User.objects.select_for_update().get(pk=adult.user_id)
        try:
            with transaction.atomic():
                give_proven_email(account, email)
        except IntegrityError:
            raise Refused([TAKEN]) from None
        changes.follow_account_email(user=account, by=who, case=case.reference)
        adult.refresh_from_db()
    record(case, "email_changed")


def old_address(case: Case) -> list[Adult]:
    """Who is told that the e-mail changed: the address it had, on a card that is not saved."""
    old, adult = case.data.get("replaced_email"), case.applicant
    if not old or adult is None:
        return []
    key = uuid5(NAMESPACE_URL, f"{case.reference}/replaced")  # the same at each try
    names = {"first_name": adult.first_name, "last_name": adult.last_name}
    return [Adult(public_id=key, email=old, **names)]
