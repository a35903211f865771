"""What an enrolment declares that the family file may say otherwise: school, consent to photos."""

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Case
from family import changes
from family.models import HealthRecord
from town.models import Facility
from workflows.engine.file_facts import FileFact
from workflows.enrolment.asked import asked


def _school_declared(case: Case) -> str:
    """The school whose pupils alone the activity takes."""
    return asked(case).group.activity.facility.slug


def _school_on_file(case: Case) -> str | None:
    school = asked(case).child.school
    return school.slug if school else None


def _set_school(case: Case, slug: str, seen: str | None, by: User) -> None:
    schools = Facility.objects.in_bulk([slug, seen or slug], field_name="slug")
    changes.set_school(
        user=by,
        child=asked(case).child,
        school=schools[slug],
        seen=schools[seen] if seen else None,
        case=case.reference,
    )


def _name_of(slug: str) -> str:
    return str(Facility.objects.filter(slug=slug).first() or slug)


def _photos_declared(case: Case) -> bool:
    return bool(case.data["declared"].get("accords", {}).get("photo_allowed", False))


def _photos_on_file(case: Case) -> bool | None:
    """Only the consent is read of the record that also holds health facts."""
    consents = HealthRecord.objects.filter(child=asked(case).child)
    return consents.values_list("photo_allowed", flat=True).first()


def _set_photos(case: Case, allowed: bool, seen: bool | None, by: User) -> None:
    changes.set_photo_consent(
        user=by, child=asked(case).child, allowed=allowed, seen=seen, case=case.reference
    )


def _allowed(value: bool) -> str:
    return now_("autorisées") if value else now_("pas autorisées")


FACTS = {
    "school": FileFact(
        _("École"), _school_declared, _school_on_file, _set_school, in_words=_name_of
    ),
    "photos": FileFact(
        _("Photos"), _photos_declared, _photos_on_file, _set_photos, in_words=_allowed
    ),
}
