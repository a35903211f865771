"""Finding a family by what people say at a counter: any name in it, whatever its accents."""

import unicodedata

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower

from family.models import Adult, Child, Household

SPACES = "-'’.·"


def folded(text: str) -> str:
    """Text as one searches it: no accents, no capitals, hyphens and apostrophes as spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def _accented() -> dict[str, str]:
    """Every accented letter of the European alphabets, with its bare one."""
    letters = (chr(code) for code in range(0xC0, 0x250))
    bare = {c: unicodedata.normalize("NFKD", c)[0] for c in letters if c.islower()}
    return {c: base for c, base in bare.items() if base.isascii()}


class Folded(Func):
    """The same in SQL, with `translate` alone: no extension to install."""

    function = "translate"
    output_field = CharField()

    def __init__(self, text: str) -> None:
        pairs = _accented()
        bare = "".join(pairs.values()) + " " * len(SPACES)
        super().__init__(Lower(F(text)), Value("".join(pairs) + SPACES), Value(bare))


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
