"""What families and agents write to each other, and what agents note for themselves."""

# question of the family, answer of the service; {child} is the first name
EXCHANGES = [
    (
        "Bonjour, est-ce que {child} pourra commencer dès lundi ? Je reprends le travail ce"
        " jour-là.",
        "Bonjour, nous traitons votre demande cette semaine. Vous recevrez la réponse ici même.",
    ),
    (
        "Bonjour, je me suis trompée d’un jour : peut-on encore changer le jeudi pour le mardi ?",
        "Bonjour, c’est noté. Nous en tenons compte en vérifiant le dossier.",
    ),
    (
        "Bonjour, ma mère viendra chercher {child} certains soirs. Faut-il un papier de plus ?",
        "Bonjour, non : ajoutez-la dans l’entourage de l’enfant, avec le droit de venir chercher."
        " Elle présentera une pièce d’identité la première fois.",
    ),
    (
        "Bonsoir, {child} est allergique aux œufs. À qui dois-je le dire ?",
        "Bonjour, indiquez-le dans la fiche santé de l’enfant. S’il y a un traitement, un PAI"
        " sera nécessaire : nous vous enverrons la marche à suivre.",
    ),
    (
        "Bonjour, avez-vous bien reçu l’attestation d’assurance ?",
        "Bonjour, oui, elle est au dossier. Il ne manque plus rien.",
    ),
    (
        "Bonjour, savez-vous combien de places il reste ?",
        "Bonjour, il en restait quelques-unes ce matin. Elles sont attribuées dans l’ordre des"
        " dossiers complets.",
    ),
]
WAITING = [
    "Bonjour, avez-vous pu regarder notre demande ? Merci d’avance.",
    "Bonjour, mon employeur me demande une date. Pouvez-vous me dire quand vous répondrez ?",
    "Bonjour, je peux passer au guichet mercredi si c’est plus simple pour vous.",
    "Bonjour, notre situation a changé : {child} viendrait finalement deux jours.",
]
COUNTER = [
    "Bonjour, nous avons enregistré votre demande au guichet aujourd’hui.",
    "Bonjour, votre demande a été saisie avec vous au guichet ; vous pouvez la suivre ici.",
]
NOTES = [
    "Famille appelée ce matin : pas de réponse, message laissé.",
    "Vu avec la directrice de l’accueil : l’encadrement permet d’accueillir l’enfant.",
    "Adresse différente de celle du dossier de l’an dernier, à vérifier.",
    "Les deux parents sont passés au guichet ensemble, situation claire.",
    "Attention, autre demande du même foyer en cours.",
    "Attestation peu lisible mais les dates sont bonnes.",
]
# kind of document, what is wrong with it
COMPLEMENTS = [
    {"address": "La facture a plus d’un an : il nous en faut une récente."},
    {"insurance": "L’attestation est celle de l’année dernière."},
    {"address": "La photo est floue, l’adresse ne se lit pas.", "insurance": "Il manque le verso."},
    {"vaccines": "La page des vaccins obligatoires nous est nécessaire."},
]
# code of the declared reason, text of the agent
REFUSALS = [
    (
        "residence",
        "Les places sont réservées aux familles de la commune. Vous pouvez renouveler votre"
        " demande si des places restent libres à la fin de la période.",
    ),
    (
        "age",
        "L’enfant n’aura pas l’âge requis au premier jour de la période. Une demande pourra être"
        " faite à la période suivante.",
    ),
    (
        "incomplete",
        "Les documents reçus ne permettent pas de vérifier votre adresse.",
    ),
    (
        "other",
        "Le groupe demandé ne fonctionne pas les jours choisis pendant les travaux de l’école.",
    ),
]
WITHDRAWN = [
    "Bonjour, nous avons trouvé une autre solution avec les grands-parents. Merci à vous.",
    "Bonjour, nous déménageons : je retire la demande.",
]
