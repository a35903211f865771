"""The families that forms usually forget. Each function writes one situation."""

from demo.town.book import NO_RIGHT, FamilyBook
from family.models import Adult, HealthRecord, Membership, Residence, Tie

Link, Role, Pattern = Tie.Link, Membership.Role, Residence.Pattern
MRS, MR, CO = Adult.Title.MADAME, Adult.Title.MONSIEUR, Role.CO_REPRESENTATIVE


def blended_family(book: FamilyBook) -> None:
    """The ready sign-ins: Léa lives by turns with her mother and her father, Noé does not."""
    home = book.household("Martin-Dubois")
    other = book.household("Morel")
    camille = book.adult(
        home, MRS, "Camille", "Martin-Dubois", username="parent", birth_name="Martin"
    )
    thomas = book.adult(home, MR, "Thomas", "Dubois", role=CO, username="coparent")
    julien = book.adult(other, MR, "Julien", "Morel", username="exparent")
    lea = book.child(
        home, "Léa", "Morel", book.born(9, 5, 14), second_home=other, school="quatre-vents"
    )
    noe = book.child(home, "Noé", "Dubois", book.born(6, 3, 2), school="quatre-vents")
    book.tie(camille, lea, Link.MOTHER)
    book.tie(julien, lea, Link.FATHER)
    book.tie(thomas, lea, Link.STEP, has_authority=False, may_decide=False, pays=False)
    book.tie(camille, noe, Link.MOTHER)
    book.tie(thomas, noe, Link.FATHER)


def separated_both_with_accounts(book: FamilyBook) -> None:
    """Two homes, two accounts, two children by turns."""
    hers, his = book.household("Lacombe"), book.household("Bertrand")
    mother = book.adult(hers, MRS, "Élodie", "Lacombe")
    father = book.adult(his, MR, "Rémi", "Bertrand")
    for first, birth in (("Maëlys", book.born(7, 11, 23)), ("Côme", book.born(4, 2, 9))):
        child = book.child(hers, first, "Bertrand-Lacombe", birth, second_home=his)
        book.tie(mother, child, Link.MOTHER)
        book.tie(father, child, Link.FATHER)


def every_other_weekend(book: FamilyBook) -> None:
    """The father has the child on visits, in another town; he keeps his authority."""
    home = book.household("Guérin")
    away = book.household("Pasquier", at=("8 rue des Halles", "60000", "Beauvais"))
    mother = book.adult(home, MRS, "Sandrine", "Guérin")
    father = book.adult(away, MR, "Jérôme", "Pasquier")
    child = book.child(
        home,
        "Anaëlle",
        "Pasquier",
        book.born(8, 7, 30),
        second_home=away,
        pattern=Pattern.VISITS,
    )
    book.tie(mother, child, Link.MOTHER)
    book.tie(father, child, Link.FATHER, pays=False)


def rights_withdrawn_by_judgment(book: FamilyBook) -> None:
    """A judgment took every right over Nolan from his father, who has a new family."""
    home, new_home = book.household("Da Costa"), book.household("Leroy")
    mother = book.adult(home, MRS, "Sofia", "Da Costa")
    father = book.adult(new_home, MR, "Anthony", "Leroy")
    partner = book.adult(new_home, MRS, "Jennifer", "Pottier", role=CO, username=None)
    nolan = book.child(home, "Nolan", "Leroy", book.born(7, 9, 12))
    baby = book.child(new_home, "Lily-Rose", "Leroy", book.born(1, 4, 20))
    book.tie(mother, nolan, Link.MOTHER)
    book.tie(father, nolan, Link.FATHER, **NO_RIGHT)
    book.tie(father, baby, Link.FATHER)
    book.tie(partner, baby, Link.MOTHER)


def foster_family(book: FamilyBook) -> None:
    """Enzo is placed; his mother keeps her authority and lives elsewhere."""
    home = book.household("Ménard")
    mothers = book.household("Rolland", at=("3 rue de Calais", "60110", "Méru"))
    foster = book.adult(home, MRS, "Brigitte", "Ménard")
    spouse = book.adult(home, MR, "Daniel", "Ménard", role=CO, username=None)
    mother = book.adult(mothers, MRS, "Cindy", "Rolland")
    enzo = book.child(home, "Enzo", "Rolland", book.born(6, 1, 17))
    own = book.child(home, "Justine", "Ménard", book.born(13, 6, 5))
    for adult in (foster, spouse):
        book.tie(adult, enzo, Link.FOSTER, has_authority=False, pays=False)
    book.tie(mother, enzo, Link.MOTHER, may_collect=False, pays=False)
    book.tie(foster, own, Link.MOTHER)
    book.tie(spouse, own, Link.FATHER)


def twins(book: FamilyBook) -> None:
    """Same day, same surname, nearly the same first name."""
    home = book.household("Traoré-Petit")
    mother = book.adult(home, MRS, "Aminata", "Traoré")
    father = book.adult(home, MR, "Guillaume", "Petit", role=CO)
    for first in ("Lina", "Lina-Rose"):
        child = book.child(home, first, "Traoré-Petit", book.born(2, 10, 8))
        book.tie(mother, child, Link.MOTHER)
        book.tie(father, child, Link.FATHER)


def child_with_pai(book: FamilyBook) -> None:
    """A severe allergy: the family brings the meal."""
    home = book.household("Chevallier")
    mother = book.adult(home, MRS, "Stéphanie", "Chevallier")
    father = book.adult(home, MR, "Loïc", "Chevallier", role=CO)
    child = book.child(home, "Éléonore", "Chevallier", book.born(7, 12, 1))
    book.tie(mother, child, Link.MOTHER)
    book.tie(father, child, Link.FATHER)
    record = book.record_of(child)
    record.has_pai = True
    record.diet = HealthRecord.Diet.HOME_MEAL
    record.allergies = "Arachide et fruits à coque : réaction sévère"
    record.care_needs = "Stylo auto-injecteur dans la trousse rouge, à emporter à chaque sortie"
    record.doctor = "Dr Abadie"


def no_email(book: FamilyBook) -> None:
    """No e-mail, so no account: everything at the counter."""
    home = book.household("Vandenbroucke")
    mother = book.adult(home, MRS, "Ginette", "Vandenbroucke", username=None, email=False)
    child = book.child(home, "Kelly", "Vandenbroucke", book.born(8, 2, 28))
    book.tie(mother, child, Link.MOTHER)


def accents_hyphens_apostrophes(book: FamilyBook) -> None:
    """What a form that wants plain letters would refuse."""
    home = book.household("Le Floc’h – N’Guessan")
    mother = book.adult(
        home, MRS, "Anne-Gaëlle", "Le Floc’h", birth_name="Le Floc’h de Kerangoüarc’h"
    )
    father = book.adult(home, MR, "Désiré", "N’Guessan", role=CO)
    for first, last, birth in (
        ("Zoé-Maëlle", "N’Guessan", book.born(5, 8, 19)),
        ("Çağla", "N’Guessan-Łukaszewicz", book.born(10, 4, 3)),
    ):
        child = book.child(home, first, last, birth)
        book.tie(mother, child, Link.MOTHER)
        book.tie(father, child, Link.FATHER)


def second_parent_without_account(book: FamilyBook) -> None:
    """Has an address and an e-mail, but never opened an account."""
    home = book.household("Kowalczyk")
    mother = book.adult(home, MRS, "Magdalena", "Kowalczyk")
    father = book.adult(home, MR, "Piotr", "Kowalczyk", role=CO, username=None)
    child = book.child(home, "Oskar", "Kowalczyk", book.born(4, 6, 21))
    book.tie(mother, child, Link.MOTHER)
    book.tie(father, child, Link.FATHER)


def single_parent(book: FamilyBook) -> None:
    """One parent, one child, no other tie."""
    home = book.household("Benali")
    father = book.adult(home, MR, "Sofiane", "Benali")
    book.tie(father, book.child(home, "Inès", "Benali", book.born(3, 9, 15)), Link.FATHER)


def four_children(book: FamilyBook) -> None:
    """From the crèche to the youth club."""
    home = book.household("Wattiez-Lecomte")
    mother = book.adult(home, MRS, "Clotilde", "Lecomte")
    father = book.adult(home, MR, "Étienne", "Wattiez", role=CO)
    for first, years in (("Augustin", 12), ("Bérénice", 9), ("Célestin", 5), ("Daphné", 1)):
        child = book.child(home, first, "Wattiez-Lecomte", book.born(years, 3, 11 + years))
        book.tie(mother, child, Link.MOTHER)
        book.tie(father, child, Link.FATHER)


def very_long_name(book: FamilyBook) -> None:
    """As long as the civil register allows a page to suffer."""
    last = "de Villeneuve-Bargemont de La Rochefoucauld-Doudeauville de Montesquiou"
    home = book.household(last)
    mother = book.adult(home, MRS, "Marie-Antoinette Élisabeth Joséphine", last, username="")
    child = book.child(home, "Maximilien-Alexandre Barthélemy", last, book.born(6, 10, 31))
    book.tie(mother, child, Link.MOTHER)


def grandparent_guardian(book: FamilyBook) -> None:
    """The grandmother is the guardian."""
    home = book.household("Delaunay")
    grandmother = book.adult(home, MRS, "Marie-Thérèse", "Delaunay", birth_name="Hochet")
    child = book.child(home, "Mathéo", "Hochet", book.born(9, 12, 29))
    book.tie(grandmother, child, Link.GRANDPARENT)


def two_mothers(book: FamilyBook) -> None:
    """Two mothers, both with full rights."""
    home = book.household("Salmon-Iglesias")
    one = book.adult(home, MRS, "Clara", "Salmon")
    two = book.adult(home, MRS, "Lucía", "Iglesias", role=CO)
    child = book.child(home, "Marceau", "Salmon-Iglesias", book.born(2, 5, 25))
    book.tie(one, child, Link.MOTHER)
    book.tie(two, child, Link.MOTHER)


def agent_who_is_a_parent(book: FamilyBook) -> None:
    """Works for the town and has a child here: may not treat her own request."""
    agent = book.ground.staff["laetitia.doucet"]
    home = book.household("Doucet")
    mother = book.adult(home, MRS, agent.first_name, agent.last_name, user=agent)
    child = book.child(home, "Timéo", "Doucet", book.born(5, 1, 6))
    book.tie(mother, child, Link.MOTHER)


def lives_elsewhere(book: FamilyBook) -> None:
    """Not a resident: the town's grid does not apply, the school is another town's."""
    home = book.household("Marchetti", at=("12 rue de Paris", "60540", "Bornel"))
    mother = book.adult(home, MRS, "Chiara", "Marchetti")
    child = book.child(home, "Livio", "Marchetti", book.born(8, 10, 2))
    book.tie(mother, child, Link.MOTHER)


SITUATIONS = [
    blended_family,
    separated_both_with_accounts,
    every_other_weekend,
    rights_withdrawn_by_judgment,
    foster_family,
    twins,
    child_with_pai,
    no_email,
    accents_hyphens_apostrophes,
    second_parent_without_account,
    single_parent,
    four_children,
    very_long_name,
    grandparent_guardian,
    two_mothers,
    agent_who_is_a_parent,
    lives_elsewhere,
]
