"""Invented people and streets: French first names, last names, streets, telephone numbers.

Telephone numbers come from the ranges that Arcep keeps for fiction; mail addresses from the
`.example` domain that belongs to nobody.
"""

from random import Random

from accounts import names

CITY = "Saint-Aubin-sur-Esches"
POSTCODE = "60230"
MAIL_DOMAIN = "famille.example"
TOWN_MAIL_DOMAIN = "ville.example"

WOMEN = [
    "Amandine", "Anaïs", "Anne-Sophie", "Aïcha", "Audrey", "Aurélie", "Bénédicte", "Caroline",
    "Cécile", "Céline", "Chloé", "Claire", "Delphine", "Élodie", "Émilie", "Estelle", "Fanny",
    "Fatou", "Florence", "Gaëlle", "Hélène", "Inès", "Jessica", "Julie", "Karima", "Laëtitia",
    "Laura", "Lucie", "Magali", "Manon", "Marie-Laure", "Marion", "Mélanie", "Nadia", "Noémie",
    "Océane", "Pauline", "Sabrina", "Sandrine", "Sarah", "Stéphanie", "Valérie", "Virginie",
]  # fmt: skip
MEN = [
    "Adrien", "Ahmed", "Alexandre", "Antoine", "Arnaud", "Aurélien", "Baptiste", "Benoît",
    "Cédric", "Christophe", "Clément", "Damien", "David", "Éric", "Fabien", "Florian", "François",
    "Frédéric", "Grégory", "Guillaume", "Hugo", "Jean-Baptiste", "Jérémy", "Jérôme", "Karim",
    "Kévin", "Loïc", "Ludovic", "Mathieu", "Maxime", "Mehdi", "Mickaël", "Nicolas", "Olivier",
    "Pierre-Yves", "Quentin", "Rémi", "Romain", "Samuel", "Sébastien", "Vincent", "Yann",
]  # fmt: skip
GIRLS = [
    "Adèle", "Agathe", "Alice", "Alix", "Ambre", "Anna", "Apolline", "Assia", "Camélia",
    "Capucine", "Charlie", "Clémence", "Éléna", "Éloïse", "Emma", "Eva", "Giulia", "Inaya", "Iris",
    "Jade", "Jeanne", "Julia", "Lina", "Lou", "Louise", "Lucie", "Lya", "Maëlys", "Margaux",
    "Mia", "Mila", "Nina", "Nour", "Olivia", "Romane", "Rose", "Salomé", "Sofia", "Victoire", "Zoé",
]  # fmt: skip
BOYS = [
    "Aaron", "Achille", "Adam", "Amir", "Antonin", "Arthur", "Auguste", "Basile", "Côme", "Eden",
    "Elio", "Ethan", "Gabin", "Gabriel", "Gaspard", "Hugo", "Ibrahim", "Isaac", "Jean-Eudes",
    "Jules", "Kaïs", "Léo", "Léon", "Liam", "Louis", "Lucas", "Maël", "Malo", "Marius", "Mathis",
    "Maxence", "Milo", "Naël", "Nathan", "Noam", "Paul", "Raphaël", "Sacha", "Théo", "Tiago", "Tom",
]  # fmt: skip
LAST = [
    "Alvarez", "Antunes", "Aubert", "Barbier", "Baudouin", "Ben Salah", "Bertin", "Blanchet",
    "Boucher", "Bourgeois", "Brunet", "Caron", "Carpentier", "Chevalier", "Colin", "Cordier",
    "Da Silva", "Delacroix", "Delaunay", "Deschamps", "Diallo", "Dumont", "Dupuis", "Fabre",
    "Fernandes", "Fontaine", "Fournier", "Gaillard", "Gauthier", "Girard", "Guérin", "Haddad",
    "Hubert", "Jacquet", "Joly", "Kaya", "Lacroix", "Lambert", "Leclercq", "Lefèvre", "Lemaire",
    "Leroux", "Mallet", "Marchal", "Masson", "Mendy", "Meunier", "Moulin", "Nguyen", "Noël",
    "Olivier", "Perrin", "Picard", "Poirier", "Prévost", "Renard", "Rivière", "Roche", "Rolland",
    "Roussel", "Sanchez", "Schneider", "Tessier", "Traoré", "Vasseur", "Verdier", "Vidal", "Weber",
]  # fmt: skip
STREETS = [
    "rue des Tanneurs", "rue du Moulin-Neuf", "allée des Charmes", "rue de la Gare",
    "impasse du Lavoir", "rue des Écoles", "avenue du Général-de-Gaulle", "rue du Clos-Saint-Jean",
    "place de l’Église", "chemin des Prés-Hauts", "rue Marie-Curie", "rue de l’Abreuvoir",
    "rue du Stade", "rue Henri-Dunant", "sente du Bois-Joli",
    "rue Louise-Michel", "rue du Onze-Novembre", "square des Glycines", "rue de la Sucrerie",
]  # fmt: skip
CENTRE = STREETS[:11]  # the streets of the two schools in the centre
LINKS = ["Grand-mère", "Grand-père", "Tante", "Oncle", "Voisine", "Voisin", "Assistante maternelle"]
DOCTORS = ["Dr Lemoine", "Dr Abadie", "Dr Nguyen-Huu", "Dr Salmon", "Dr Cheikh", "Dr Vasseur"]


def folded(text: str) -> str:
    """Lower case, no accent, nothing but letters, digits and single hyphens."""
    return "-".join(names.folded(text).encode("ascii", "ignore").decode().split())


def mobile(rng: Random) -> str:
    """A mobile number of the range kept for fiction."""
    return f"06 39 98 {rng.randrange(100):02d} {rng.randrange(100):02d}"


def landline(rng: Random) -> str:
    """A northern landline of the range kept for fiction."""
    return f"03 53 01 {rng.randrange(100):02d} {rng.randrange(100):02d}"


def street(rng: Random) -> str:
    """A number and a street of the town."""
    return f"{rng.randint(1, 96)}{rng.choice(['', '', '', ' bis'])} {rng.choice(STREETS)}"
