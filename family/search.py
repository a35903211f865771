"""Finding a family by what people say at a counter: any name in it, whatever its accents."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.names import Folded, folded
from family.models import Adult, Child, Household


def families_called(text: str) -> QuerySet[Household]:
    """Households in which every word is in a name of somebody, an e-mail or the family's number."""
    found = Household.objects.all()
    for word in folded(text).split():
        found = found.filter(_says(word))
    raw = text.strip()
    if "@" in raw:
        has_it = Adult.objects.filter(households=OuterRef("pk"), email__iexact=raw)
        found = Household.objects.filter(Exists(has_it))
    return found


def _says(word: str) -> Q:
    named = Household.objects.alias(folded=Folded("name")).filter(
        Q(folded__contains=word) | Q(reference__icontains=word)
    )
    adults = Adult.objects.alias(
        first=Folded("first_name"), last=Folded("last_name"), birth=Folded("birth_name")
    ).filter(Q(first__contains=word) | Q(last__contains=word) | Q(birth__contains=word))
    children = Child.objects.alias(first=Folded("first_name"), last=Folded("last_name")).filter(
        Q(first__contains=word) | Q(last__contains=word)
    )
    return (
        Q(pk__in=named.values("pk"))
        | Q(pk__in=adults.values("households"))
        | Q(pk__in=children.values("households"))
    )
