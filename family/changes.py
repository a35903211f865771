"""Writing to the family file: each change in one transaction, with who and through which case."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import transaction

from accounts.models import User
from family.history import kept_states
from family.models import Adult, Child, Contact, HealthRecord, Household, Residence, Tie
from town.models import Facility


@contextmanager
def recorded(*, user: User | None, case: str = "") -> Iterator[None]:
    """A transaction whose changes to the file are kept with their author and case."""
    context: dict[str, Any] = {"user": user.pk if user else None, "case": case}
    with transaction.atomic(), pghistory.context(**context):
        yield


class ChangedMeanwhile(Exception):
    """The file no longer says what the caller has seen; nothing was written."""


def _set(row: Any, values: dict[str, Any], *, seen: dict[str, Any] | None = None) -> bool:
    """Write what differs, under the row's lock; tells whether anything did.

    Raises ChangedMeanwhile when the row does not hold what was `seen`.
    """
    type(row).objects.select_for_update().filter(pk=row.pk).first()
    row.refresh_from_db(fields=list(values))
    if any(getattr(row, name) != value for name, value in (seen or {}).items()):
        raise ChangedMeanwhile
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def update_address(
    *,
    user: User | None,
    household: Household,
    street: str,
    complement: str,
    postcode: str,
    city: str,
    case: str = "",
) -> bool:
    """Move the household; tells whether anything changed."""
    values = {"street": street, "complement": complement, "postcode": postcode, "city": city}
    with recorded(user=user, case=case):
        return _set(household, values)


def update_phones(
    *, user: User | None, adult: Adult, mobile: str, phone: str, case: str = ""
) -> bool:
    """Set an adult's phones (already parsed); tells whether anything changed."""
    with recorded(user=user, case=case):
        return _set(adult, {"mobile": mobile, "phone": phone})


def update_coordinates(
    *,
    user: User | None,
    adult: Adult,
    household: Household | None,
    address: dict[str, str] | None,
    mobile: str,
    phone: str,
    case: str = "",
) -> bool:
    """An adult's phones and, when given, the address of the home: all or nothing."""
    with recorded(user=user, case=case):
        changed = _set(adult, {"mobile": mobile, "phone": phone})
        if household is not None and address is not None:
            changed = _set(household, address) or changed
    return changed


def rename(*, user: User | None, adult: Adult, last_name: str, case: str = "") -> bool:
    """Give an adult the name borne from now on; the birth name is kept."""
    values = {"last_name": last_name, "birth_name": adult.birth_name or adult.last_name}
    with recorded(user=user, case=case):
        return _set(adult, values)


def set_residence(
    *, user: User | None, child: Child, household: Household, pattern: str, case: str = ""
) -> None:
    """How a child lives in a home; an empty pattern when it does not.

    Rights over the child stay as they are: a judgment sets them.
    """
    with recorded(user=user, case=case):
        home = Residence.objects.filter(child=child, household=household).first()
        if home is None and pattern:
            Residence.objects.create(child=child, household=household, pattern=pattern)
        elif home is not None and pattern:
            _set(home, {"pattern": pattern})
        elif home is not None:
            home.delete()


def follow_account_email(*, user: User, by: User | None = None, case: str = "") -> bool:
    """Give the adult's card the e-mail that the account has proven; `by` is who did it, when not
    the account's owner."""
    adult = Adult.objects.filter(user=user).first()
    if adult is None:
        return False
    return update_email(user=by or user, adult=adult, email=user.email, case=case)


def update_email(*, user: User | None, adult: Adult, email: str, case: str = "") -> bool:
    """Set a proven e-mail on an adult's card; tells whether anything changed."""
    with recorded(user=user, case=case):
        return _set(adult, {"email": email})


def add_contact(
    *, user: User | None, child: Child, household: Household, case: str = "", **facts: Any
) -> Contact:
    """Name someone of the entourage."""
    with recorded(user=user, case=case):
        return Contact.objects.create(child=child, household=household, **facts)


def update_contact(*, user: User | None, contact: Contact, case: str = "", **facts: Any) -> bool:
    """Correct someone of the entourage; tells whether anything changed."""
    with recorded(user=user, case=case):
        return _set(contact, facts)


def remove_contact(*, user: User | None, contact: Contact, case: str = "") -> None:
    """Take someone out of the entourage; `restore_contact` undoes it."""
    with recorded(user=user, case=case):
        contact.delete()


def removed_contact(public_id: Any) -> Any | None:
    """The last state of a contact that was taken out; nothing when it is still there."""
    if Contact.objects.filter(public_id=public_id).exists():
        return None
    events = kept_states(Contact).filter(public_id=public_id, pgh_label="delete")
    return events.order_by("-pgh_id").first()


def restore_contact(*, user: User | None, public_id: Any, case: str = "") -> Contact | None:
    """Put back someone who was taken out, as he or she was; safe to repeat."""
    with recorded(user=user, case=case):
        gone = removed_contact(public_id)
        if gone is None:
            return None
        facts = [field.attname for field in Contact._meta.concrete_fields if field.name != "id"]
        values = {name: getattr(gone, name) for name in facts}
        contact, _created = Contact.objects.get_or_create(public_id=public_id, defaults=values)
        return contact


def set_tie_rights(*, user: User | None, tie: Tie, case: str = "", **rights: bool) -> bool:
    """Set what an adult may do for a child: after a judgment, a change of situation…"""
    allowed = {"has_authority", "may_see", "may_decide", "may_collect", "pays"}
    if unknown := set(rights) - allowed:
        raise TypeError(f"not rights of a tie: {sorted(unknown)}")
    with recorded(user=user, case=case):
        return _set(tie, rights)


def set_school(
    *,
    user: User | None,
    child: Child,
    school: Facility | None,
    seen: Facility | None,
    case: str = "",
) -> bool:
    """Put the child in a school, or in none, instead of the one `seen`. Raises ChangedMeanwhile."""
    with recorded(user=user, case=case):
        was = {"school_id": seen.pk if seen else None}
        return _set(child, {"school_id": school.pk if school else None}, seen=was)


def set_photo_consent(
    *, user: User | None, child: Child, allowed: bool, seen: bool | None, case: str = ""
) -> bool:
    """Keep whether the child may be on photos; `seen` is None when nothing was known.

    Raises ChangedMeanwhile. A record begun so claims no other consent.
    """
    first = {"photo_allowed": allowed, "emergency_care_allowed": False}
    with recorded(user=user, case=case):
        record, created = HealthRecord.objects.get_or_create(child=child, defaults=first)
        if created != (seen is None):
            raise ChangedMeanwhile
        return created or _set(record, {"photo_allowed": allowed}, seen={"photo_allowed": seen})


def set_health(*, user: User | None, child: Child, case: str = "", **facts: Any) -> bool:
    """Keep facts of the child's health record, begun when there is none; what is eaten is
    another matter (`family.diets`), for it changes from a day. Tells whether anything changed.

    A record begun so claims no consent that was not given.
    """
    allowed = {
        "allergies", "care_needs", "doctor", "has_pai",
        "photo_allowed", "emergency_care_allowed", "may_leave_alone",
    }  # fmt: skip
    if unknown := set(facts) - allowed:
        raise TypeError(f"not facts of the health record: {sorted(unknown)}")
    first = {"photo_allowed": False, "emergency_care_allowed": False, **facts}
    with recorded(user=user, case=case):
        record, created = HealthRecord.objects.get_or_create(child=child, defaults=first)
        return created or _set(record, facts)
