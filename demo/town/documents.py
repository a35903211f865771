"""What the families already keep in their store: real files, received on earlier days."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.papers import pdf, photo
from demo.town.book import FamilyBook
from demo.town.ground import Ground
from documents.intake import take_in
from documents.models import Document
from documents.store import ensure_bucket
from documents.validity import valid_until
from family.models import Adult, Child, Household

Kind = Document.Kind


@dataclass(frozen=True)
class Paper:
    """A paper to keep: of which home, about which child, saying what."""

    kind: str
    home: Household
    child: Child | None
    title: str
    lines: list[str]


def build_documents(ground: Ground, book: FamilyBook) -> None:
    """Take each paper in as an upload would be, then date it as received."""
    ensure_bucket()
    rng = ground.dice("documents")
    sender = {id(row.household): row.adult for row in reversed(book.memberships)}
    kept = []
    for paper in _papers(book, rng):
        kept.append(_take_in(paper, sender[id(paper.home)], rng))
        kept[-1].created_at = _received(ground, rng)
        kept[-1].valid_until = valid_until(paper.kind, kept[-1].created_at.date())
    Document.objects.bulk_update(kept, ["created_at", "valid_until"])


def _take_in(paper: Paper, sender: Adult, rng) -> Document:
    if photographed := rng.random() < 0.1:
        content = photo(paper.title, paper.lines, tilt=rng.uniform(-4, 4))
    else:
        content = pdf(paper.title, paper.lines)
    suffix = "jpg" if photographed else "pdf"
    return take_in(
        io.BytesIO(content),
        kind=paper.kind,
        household=paper.home,
        child=paper.child,
        uploader=sender.user,
        name=f"{paper.title}.{suffix}",
    )


def _received(ground: Ground, rng) -> datetime:
    """A working hour of the last fourteen months; the older, the rarer."""
    day = ground.now - timedelta(days=round(rng.triangular(2, 420, 40)))
    return day.replace(hour=rng.randint(9, 16), minute=rng.randint(0, 59))


def _papers(book: FamilyBook, rng) -> Iterator[Paper]:
    for home in book.households:
        yield from _of_home(home, rng)
    homes = {id(row.child): row.household for row in reversed(book.residences)}
    pai = {id(record.child) for record in book.records if record.has_pai}
    for child in book.children:
        yield from _of_child(child, homes[id(child)], rng, has_pai=id(child) in pai)
    for tie in book.ties:
        if tie.link in {"mother", "father"} and not tie.has_authority:
            home = homes[id(tie.child)]
            lines = ["Tribunal judiciaire (décision inventée)", f"Enfant : {tie.child}"]
            yield Paper(Kind.JUDGMENT, home, tie.child, "Jugement", lines)


def _of_home(home: Household, rng) -> Iterator[Paper]:
    address = [home.name, *home.address_lines]
    if rng.random() < 0.8:
        yield Paper(Kind.ADDRESS, home, None, "Facture d’électricité", address)
    if rng.random() < 0.45:
        lines = [home.name, "Quotient familial : voir le dossier"]
        yield Paper(Kind.CAF, home, None, "Attestation CAF", lines)


def _of_child(child: Child, home: Household, rng, *, has_pai: bool) -> Iterator[Paper]:
    named = [str(child), f"né(e) le {child.birth_date:%d/%m/%Y}"]
    if rng.random() < 0.7:
        yield Paper(Kind.INSURANCE, home, child, "Attestation d’assurance scolaire", named)
    if rng.random() < 0.3:
        yield Paper(Kind.VACCINES, home, child, "Certificat de vaccination", named)
    if has_pai:
        lines = [*named, "Projet d’accueil individualisé", "Panier-repas fourni par la famille"]
        yield Paper(Kind.PAI, home, child, "PAI", lines)
