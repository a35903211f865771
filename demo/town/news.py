"""What the front page tells families (« Actualités »)."""

from datetime import datetime, timedelta

from demo.town.ground import Ground, public_id
from town.models import News

# days ago, title, summary, body
ITEMS = [
    (
        3,
        "Vacances : les inscriptions à l’accueil de loisirs sont ouvertes",
        "La Grange aux Jeux accueille les enfants de 3 à 11 ans pendant les vacances de Noël,"
        " d’hiver et de printemps.",
        "Les inscriptions ouvrent neuf semaines avant chaque période de vacances et ferment huit"
        " jours avant le premier lundi.\n\nLe programme est affiché à l’accueil de loisirs."
        " Faites votre demande depuis votre espace : les places restantes y sont indiquées jour"
        " par jour.",
    ),
    (
        9,
        "Restauration scolaire : la commission des menus vous ouvre ses portes",
        "Deux parents par école peuvent participer à la prochaine commission des menus.",
        "La commission se réunit une fois par trimestre avec la diététicienne et les équipes de"
        " restauration.\n\nPour y participer, écrivez au service Restauration scolaire avant la"
        " fin du mois.",
    ),
    (
        20,
        "Quotient familial : pensez à mettre à jour votre attestation",
        "Vos tarifs dépendent de votre quotient familial. Transmettez votre attestation de la CAF"
        " ou de la MSA de moins de trois mois.",
        "Sans attestation à jour, le tarif le plus élevé de la grille s’applique.\n\nVous pouvez"
        " déposer l’attestation dans vos documents : elle servira ensuite à toutes vos demandes.",
    ),
    (
        34,
        "L’espace jeunes Le Quai prolonge ses horaires",
        "Le Quai reste ouvert jusqu’à 19 h 00 les soirs de semaine, dès 11 ans.",
        "Aide aux devoirs le mardi et le jeudi, ateliers de musique le vendredi.\n\nL’adhésion est"
        " annuelle et se demande depuis votre espace.",
    ),
    (
        52,
        "Crèches : la commission d’attribution des places se réunira en mai",
        "Les demandes complètes déposées avant le 15 avril seront examinées par la commission.",
        "Les critères d’attribution sont publiés au Relais petite enfance et à l’accueil de la"
        " mairie.\n\nChaque famille reçoit une réponse écrite, avec les voies de recours.",
    ),
    (
        80,
        "Bienvenue dans votre Espace Familles",
        "Inscriptions, documents, échanges avec les services : vos démarches au même endroit.",
        "Vous n’avez pas encore de compte ? Demandez votre activation en ligne ou utilisez la clé"
        " enfance reçue par courrier.\n\nVous pouvez toujours faire vos démarches au guichet :"
        " elles apparaîtront aussi dans votre espace.",
    ),
]


def build_news(ground: Ground) -> None:
    """The items, published on the mornings of the last weeks."""
    rng = ground.dice("news")
    News.objects.bulk_create(
        News(
            public_id=public_id(rng),
            title=title,
            summary=summary,
            body=body,
            published_at=_morning(ground.now - timedelta(days=days)),
        )
        for days, title, summary, body in ITEMS
    )


def _morning(day: datetime) -> datetime:
    return day.replace(hour=9, minute=30, second=0, microsecond=0)
