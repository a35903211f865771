"""Letters as the town sends them, each field of which a test may change."""

from dataclasses import replace
from datetime import UTC, date, datetime

from documents.letters import (
    Acknowledgement,
    ActivationKey,
    Agent,
    Appeal,
    Decision,
    Paper,
    Recipient,
    Sender,
    Signatory,
    Silence,
)

COMMON = {
    "sender": Sender(
        town="Ville de Valmont-sur-Esches",
        service="Service enfance",
        address=("12 rue de la République", "60230 Valmont-sur-Esches"),
        phone="03 44 00 00 12",
        email="enfance@valmont.example",
        hours="Du lundi au vendredi",
    ),
    "recipient": Recipient(
        name="Madame Marie-Éléonore N’Guyễn", address=("1 rue Haute", "60230 Valmont-sur-Esches")
    ),
    "place": "Valmont-sur-Esches",
    "day": date(2026, 12, 1),
    "reference": "7F3K-9QZP",
}
APPEAL = Appeal(
    amicable="Monsieur le Maire, 1 place de la Mairie",
    court="tribunal administratif d’Amiens",
    court_address=("14 rue Lemerchier", "80011 Amiens Cedex 01"),
)


def acknowledgement(**changes) -> Acknowledgement:
    """A complete request, accepted by silence."""
    letter = Acknowledgement(
        **COMMON,
        title="Inscription à l’accueil du soir",
        child="Éloïse Lefèvre",
        received_at=datetime(2026, 11, 24, 17, 5, tzinfo=UTC),
        received=(Paper(label="Carnet de vaccination"),),
        declared=(("Jours", "lundi, mardi"),),
        silence=Silence(means="acceptance", months=2, day=date(2027, 1, 24)),
        appeal=APPEAL,
        agent=Agent(
            name="Anne Lefèbvre", phone="03 44 00 00 14", email="a.lefebvre@valmont.example"
        ),
    )
    return replace(letter, **changes)


def decision(**changes) -> Decision:
    """A refusal with its reason."""
    letter = Decision(
        **COMMON,
        title="Inscription à l’accueil du soir",
        received_on=date(2026, 11, 24),
        outcome="refused",
        reasons=("Toutes les places du lundi sont prises.",),
        texts=("règlement intérieur, article 4",),
        appeal=APPEAL,
        signatory=Signatory(name="Jean Œuvrard", capacity="Adjoint au maire"),
    )
    return replace(letter, **changes)


def activation_key(**changes) -> ActivationKey:
    """A key that is good until the end of January."""
    letter = ActivationKey(
        **COMMON,
        greeting="Madame",
        key="7F3K-9QZP-M4TD-X2VB",
        link="https://familles.valmont.example/cle/#7F3K9QZPM4TDX2VB",
        site="familles.valmont.example",
        expires_on=date(2027, 1, 31),
    )
    return replace(letter, **changes)
