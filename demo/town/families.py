"""The families of the town: the awkward ones first, then ordinary ones up to the number asked."""

from datetime import date, timedelta

from demo.names import BOYS, GIRLS, LAST, MEN, WOMEN
from demo.town.awkward import CO, MR, MRS, SITUATIONS, Link
from demo.town.book import FamilyBook
from demo.town.ground import Ground

FAMILIES = 60
OLDEST, YOUNGEST = 15 * 365, 75  # days


def build_families(ground: Ground, families: int = FAMILIES) -> FamilyBook:
    """Write and lay the family files; the book is handed to those who enrol the children."""
    book = FamilyBook(ground, "families")
    for situation in SITUATIONS:
        situation(book)
    while len(book.households) < families:
        ordinary_family(book)
    book.lay()
    return book


def ordinary_family(book: FamilyBook) -> None:
    """One or two parents at one address, one to three children."""
    rng = book.rng
    last, hers = rng.sample(LAST, 2)
    double = rng.random() < 0.15
    name = f"{last}-{hers}" if double else last
    home = book.household(name)
    alone = rng.random() < 0.18
    married = not alone and rng.random() < 0.6
    mother = book.adult(
        home,
        MRS,
        rng.choice(WOMEN),
        last if married else hers,
        birth_name=hers if married else "",
        username="" if rng.random() < 0.9 else None,
    )
    father = None
    if not alone:
        account = "" if rng.random() < 0.55 else None
        father = book.adult(home, MR, rng.choice(MEN), last, role=CO, username=account)
    for first, birth in _siblings(book):
        child = book.child(home, first, name, birth)
        book.tie(mother, child, Link.MOTHER)
        if father:
            book.tie(father, child, Link.FATHER)


def _siblings(book: FamilyBook) -> list[tuple[str, date]]:
    """First names and birthdays, at least a year and some months apart."""
    rng = book.rng
    count = rng.choices([1, 2, 3], [36, 46, 18])[0]
    ages: list[int] = []
    while len(ages) < count:
        age = round(rng.triangular(YOUNGEST, OLDEST, 3 * 365))
        if all(abs(age - other) > 480 for other in ages):
            ages.append(age)
    names = rng.sample([*GIRLS, *BOYS], count)
    return [
        (name, book.ground.today - timedelta(days=age))
        for name, age in zip(names, ages, strict=True)
    ]
