"""A family with awkward names, and all that the gallery shows about it. Nobody real."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms

from look.autofill import fill
from look.forms import DaysInput, PaperInput

AT = dt.datetime(2026, 11, 24, 9, 12)
LONG_NAME = "Jean-Baptiste-Emmanuel Martin-Delacourt de l’Hôpital"

SITE = {
    "town": "Ville de Saint-Rémy-sur-Thérain",
    "phone": "03 44 00 00 00",
    "phone_link": "+33344000000",
    "phone_hours": "du lundi au vendredi de 8 h 30 à 17 h",
    "home_url": "#",
    "accessibility_url": "#",
    "privacy_url": "#",
    "source_url": "#",
    "version": "0.1.0",
}


class Row(dict[str, Any]):
    """What a row does not say is empty, as on an object with defaults."""

    def __missing__(self, key: str) -> str:
        return ""


def _entry(url: str = "#", **more: Any) -> Row:
    return Row(url=url, **more)


def _rows(*rows: dict[str, Any]) -> list[Row]:
    return [Row(row) for row in rows]


FAMILY_PLACES = [
    _entry(label="Accueil", icon="house", current=True),
    _entry(label="Agenda", icon="calendar-days"),
    _entry(label="Démarches", icon="clipboard-list", count=2),
    _entry(label="Messages", icon="message-circle", count=1),
    _entry(label="Famille", icon="users"),
]
DESK_PLACES = [
    _entry(label="Corbeille", icon="inbox", current=True, count=12),
    _entry(label="Guichet", icon="building-2"),
]
PARENT = {
    "name": "Anne-Sophie Lévêque-d’Aubigné",
    "first_name": "Anne-Sophie",
    "detail": "anne-sophie.leveque-daubigne@exemple.fr",
    "menu": [
        _entry(label="Mon profil", icon="user-round"),
        _entry(label="Me déconnecter", icon="log-out", post=True),
    ],
}
AGENT = {**PARENT, "name": "Camille Lefèvre-Nguyên", "detail": "Service Enfance"}

CASES = _rows(
    {
        "title": "Cantine de Jean-Baptiste-Emmanuel",
        "detail": "C’est à vous depuis hier",
        "expected": "",
        "state": "your-turn",
        "word": "",
    },
    {
        "title": "Crèche des P’tits Loups pour Zoé",
        "detail": "Le service vérifie le dossier depuis le 20 novembre",
        "expected": "Réponse attendue avant le vendredi 4 décembre",
        "state": "open",
        "word": "",
    },
    {
        "title": "Accueil du mercredi de Maëlle-Océane",
        "detail": "4e sur la liste du centre de loisirs",
        "expected": "Prochaine commission le lundi 7 décembre",
        "state": "waiting-list",
        "word": "4e en attente",
    },
)
CHILDREN = _rows(
    {
        "name": "Jean-Baptiste-Emmanuel",
        "detail": "7 ans, CE1, école Jacques-Prévert",
        "days": [
            {"when": "Aujourd’hui", "what": "cantine, accueil du soir jusqu’à 18 h 30"},
            {"when": "Demain", "what": "centre de loisirs"},
        ],
    },
    {
        "name": "Zoé",
        "detail": "2 ans, en attente d’une place en crèche",
        "days": [],
    },
    {
        "name": "Maëlle-Océane",
        "detail": "5 ans, grande section, école Les Tilleuls",
        "days": [{"when": "Aujourd’hui", "what": "cantine"}],
    },
    {
        "name": "Loïc",
        "detail": "12 ans, club jeunes",
        "days": [{"when": "Samedi", "what": "sortie à la piscine"}],
    },
)
STEPS = _rows(
    {"state": "done", "label": "Demande envoyée", "detail": "mardi 17 novembre"},
    {
        "state": "done",
        "label": "Dossier vérifié par le service",
        "detail": "lundi 23 novembre",
    },
    {
        "state": "now",
        "label": "Vous complétez le dossier",
        "detail": "Il manque un document",
        "whose": "family",
    },
    {
        "state": "next",
        "label": "Une place est attribuée",
        "detail": "avant le 4 décembre",
    },
    {"state": "next", "label": "L’inscription est faite"},
)
THREAD = _rows(
    {"day": "mardi 17 novembre"},
    {
        "icon": "send",
        "text": "Vous avez envoyé votre demande.",
        "at": AT,
        "at_words": "16 h 30",
    },
    {"day": "lundi 23 novembre"},
    {
        "icon": "hand",
        "kind": "turn",
        "text": "Le service demande un complément : justificatif de domicile.",
        "at": AT,
        "at_words": "9 h 12",
    },
    {
        "who": "Camille Lefèvre-Nguyên",
        "role": "service Enfance",
        "at": AT,
        "at_words": "9 h 14",
        "body": "Bonjour,\nVotre justificatif date de mars. Pouvez-vous en envoyer un plus récent ?",
    },
    {
        "mine": True,
        "at": AT,
        "at_words": "20 h 47",
        "body": "Bonjour, voici la facture d’électricité d’octobre.",
        "files": [
            {
                "name": "facture-electricite-octobre-2026.pdf",
                "url": "#",
                "size": "214 ko",
            }
        ],
        "mark": "read",
    },
    {
        "mine": True,
        "at": AT,
        "at_words": "20 h 52",
        "body": "Est-ce que cela convient ?",
        "mark": "unsent",
    },
)
DESK_THREAD = _rows(
    *THREAD[2:5],
    {
        "who": "Inès Ben-Saïd",
        "note": True,
        "at": AT,
        "at_words": "9 h 20",
        "body": "Vu avec l’école : l’enfant y est bien inscrit.",
    },
)
PAPERS = _rows(
    {
        "name": "Justificatif de domicile",
        "state": "missing",
        "actions": [{"href": "#", "label": "Envoyer", "icon": "upload"}],
    },
    {
        "name": "Attestation d’assurance",
        "date": "reçue le 17 novembre",
        "validity": "valable jusqu’au 31 août 2027",
        "used": "2 démarches",
        "href": "#",
    },
    {
        "name": "Avis d’imposition",
        "date": "reçu le 3 mars",
        "validity": "périmé depuis le 31 octobre",
        "state": "expired",
        "href": "#",
        "actions": [{"href": "#", "label": "Remplacer", "icon": "refresh-cw"}],
    },
)
FACTS = _rows(
    {"label": "Enfant", "value": LONG_NAME, "change": "#"},
    {
        "label": "Adresse",
        "value": "12 bis, rue de l’Abbé-de-l’Épée\n60230 Saint-Rémy-sur-Thérain",
    },
    {"label": "Jours", "value": "lundi, mardi, jeudi et vendredi", "change": "#"},
    {"label": "Téléphone", "value": "", "change": "#"},
)
DIFFERENCES = _rows(
    {
        "label": "Adresse",
        "on_file": "3, place du Marché, 60230",
        "declared": "12 bis, rue de l’Abbé-de-l’Épée, 60230",
        "differs": True,
    },
    {
        "label": "Téléphone",
        "on_file": "",
        "declared": "06 00 00 00 00",
        "differs": True,
    },
    {
        "label": "École",
        "on_file": "Jacques-Prévert, CE1",
        "declared": "Jacques-Prévert, CE1",
        "differs": False,
    },
)
DECISIONS = _rows(
    {
        "label": "Accepter la demande",
        "value": "accept",
        "icon": "check",
        "key": "d",
        "id": "consequence-accept",
        "consequence": "Une place est prise. La famille reçoit la confirmation.",
    },
    {
        "label": "Demander un complément",
        "value": "ask",
        "variant": "quiet",
        "icon": "hand",
        "id": "consequence-ask",
        "consequence": "Le délai s’arrête jusqu’à la réponse de la famille.",
    },
    {
        "label": "Refuser la demande",
        "value": "refuse",
        "variant": "danger",
        "icon": "x",
        "id": "consequence-refuse",
        "confirm": "refuse-dialog",
        "consequence": "La famille reçoit le motif et les voies de recours.",
    },
)
VIEWS = _rows(
    {
        "title": "Corbeilles",
        "views": [
            _entry(label="À traiter", current=True, count=12),
            _entry(label="Mes dossiers", count=5),
            _entry(label="En retard", count=2, tone="late"),
            _entry(label="Réponses des familles", count=3, tone="signal"),
        ],
    },
    {
        "title": "Démarches",
        "views": [
            _entry(label="Cantine", count="1 000+"),
            _entry(label="Crèche", count=8),
            _entry(label="Centre de loisirs"),
        ],
    },
)


def _task(number: int, family: str, child: str, due: str, **more: Any) -> Row:
    who = f"{family} · {child}" if child else family
    row = {"id": number, "url": "#", "who": who, "due": due, "initials": "CL"}
    return Row(row | {"what": "Vérifier le dossier · Cantine"} | more)


TASKS = [
    _task(
        1,
        "Martin-Delacourt de l’Hôpital",
        "Jean-Baptiste-Emmanuel",
        "en retard de 2 jours",
        late=True,
        current=True,
        owner="Camille Lefèvre-Nguyên",
    ),
    _task(2, "O’Brien", "Aoïfe", "en retard d’un jour", late=True, unread=True),
    _task(3, "Lévêque-d’Aubigné", "Zoé", "aujourd’hui", unread=True, owner="Inès Ben-Saïd"),
    _task(4, "Nguyên", "Loïc et Maëlle-Océane", "demain"),
    _task(5, "Ben-Saïd Ould-Abdallah", "Yasmine", "dans 3 jours", what="Étudier · Crèche"),
    _task(
        6,
        "Dupont",
        "",
        "dans 5 jours",
        what="Reconnaître la famille · Ouverture de compte",
    ),
]
FIGURES = _rows(
    {
        "label": "En retard",
        "number": "3",
        "trend": "2 de plus qu’hier",
        "way": "up",
        "sense": "worse",
        "sentence": "3 demandes ont dépassé leur délai, la plus vieille de 4 jours",
        "late": True,
    },
    {
        "label": "À risque",
        "number": "12",
        "trend": "5 de moins",
        "way": "down",
        "sense": "better",
        "sentence": "12 demandes seront en retard vendredi",
    },
    {
        "label": "Ouvertes",
        "number": "148",
        "trend": "stable",
        "sentence": "148 demandes sont ouvertes, dont 41 attendent une famille",
    },
    {
        "label": "Dans les délais",
        "number": "94 %",
        "trend": "1 point",
        "way": "up",
        "sense": "better",
        "sentence": "94 % des réponses des quatre dernières semaines étaient à l’heure",
    },
)
MEDIANS = _rows(
    {"label": "Vérifier le dossier", "value": 2.5, "words": "2,5"},
    {"label": "Attendre la famille", "value": 6.2, "words": "6,2", "tone": "signal"},
    {"label": "Attribuer une place", "value": 1, "words": "1"},
)
AGES = _rows(
    {"label": "Moins d’une semaine", "value": 58, "href": "#"},
    {"label": "Une à deux semaines", "value": 44, "href": "#"},
    {"label": "Plus d’un mois", "value": 3, "tone": "late", "href": "#"},
)


class SampleForm(forms.Form):
    """Every kind of field that a démarche asks with."""

    days = forms.MultipleChoiceField(
        label="Quels jours ?",
        help_text="Vous pourrez changer un jour jusqu’à la veille à 10 h.",
        choices=[("1", "lundi"), ("2", "mardi"), ("4", "jeudi"), ("5", "vendredi")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un jour"},
    )
    evenings = forms.MultipleChoiceField(
        label="Quels soirs ?",
        choices=[("1", "lundi"), ("2", "mardi"), ("4", "jeudi"), ("5", "vendredi")],
        widget=DaysInput,
        required=False,
    )
    meal = forms.ChoiceField(
        label="Quel repas ?",
        choices=[("all", "Le menu du jour"), ("veg", "Le menu sans viande")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un repas"},
    )
    start = forms.DateField(
        label="À partir de quelle date ?",
        widget=forms.DateInput(attrs={"type": "date", **fill("other_date")}),
        error_messages={"required": "Indiquez la date du premier repas"},
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Nous y envoyons l’accusé de réception.",
        widget=forms.EmailInput(attrs=fill("email")),
        error_messages={"required": "Indiquez votre adresse électronique"},
    )
    school = forms.ChoiceField(
        label="École", choices=[("p", "Jacques-Prévert"), ("t", "Les Tilleuls")]
    )
    proof = forms.FileField(
        label="Justificatif de domicile",
        required=False,
        help_text="De moins de trois mois, au nom d’un des parents.",
        widget=PaperInput(
            attrs={"accept": "image/*,application/pdf"},
            rules="PDF, JPEG ou PNG, 10 Mo au plus",
        ),
    )
    more = forms.CharField(
        label="Quelque chose à nous dire ?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    true = forms.BooleanField(
        label="Je certifie que ces renseignements sont exacts",
        error_messages={"required": "Cochez la case pour continuer"},
    )


class SampleSignIn(forms.Form):
    """The two fields of the sign-in box."""

    identifier = forms.CharField(
        label="Identifiant ou adresse électronique",
        widget=forms.TextInput(attrs=fill("identifier")),
    )
    password = forms.CharField(
        label="Mot de passe", widget=forms.PasswordInput(attrs=fill("password"))
    )


CRUMBS = _rows(
    {"label": "Accueil", "url": "#"},
    {"label": "Démarches", "url": "#"},
    {"label": "Cantine"},
)
TABS = [
    _entry(label="En cours", current=True, count=3),
    _entry(label="Terminées"),
    _entry(label="Brouillons"),
]
KEYS = [
    SimpleNamespace(key="j", label="suivant"),
    SimpleNamespace(key="d", label="décider"),
]
BALANCE = Decimal("1261.20")
