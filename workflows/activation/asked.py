"""What an activation request declares, read back from its case."""

from cases.models import Case
from family.matching import Wanted
from family.models import Adult
from town.models import Facility

STEP = "qui"


def said(case: Case) -> dict:
    """What the person wrote."""
    return case.data["declared"][STEP]


def wanted(case: Case) -> Wanted:
    """The person to look for among the known families."""
    words = said(case)
    return Wanted(
        first_name=words["first_name"],
        last_name=words["last_name"],
        street=words["street"],
        postcode=words["postcode"],
        email=words["email"],
        children=tuple(words["children"]),
    )


def facility_of(case: Case) -> Facility | None:
    """The facility that the children attend, if one was named."""
    return Facility.objects.filter(slug=said(case)["facility"] or None).first()


def matches(case: Case) -> list[tuple[Adult, dict]]:
    """The known people who may be the asker, best first, with their score and reasons."""
    found = case.data.get("matches", [])
    rows = Adult.objects.prefetch_related("households").in_bulk(
        [match["adult"] for match in found], field_name="public_id"
    )
    by_id = {str(public_id): adult for public_id, adult in rows.items()}
    return [(by_id[match["adult"]], match) for match in found if match["adult"] in by_id]
