"""What letters are made of."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from family.models import Adult, Household
from town.models import Service


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The service that writes, as the letterhead names it."""

    town: str
    service: str
    address: tuple[str, ...]
    phone: str
    email: str
    hours: str = ""

    @classmethod
    def of(cls, service: Service, *, town: str) -> Self:
        """The town's service, with its postal address line by line."""
        return cls(
            town=town,
            service=service.name,
            address=tuple(line for line in service.postal_address.splitlines() if line.strip()),
            phone=service.phone,
            email=service.email,
            hours=service.opening_hours,
        )


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The person written to, as the envelope's window shows it."""

    name: str
    address: tuple[str, ...]

    @classmethod
    def of(cls, adult: Adult, household: Household) -> Self:
        """An adult at the household's address."""
        title = adult.get_title_display() if adult.title else ""
        return cls(name=f"{title} {adult}".strip(), address=tuple(household.address_lines))


@dataclass(frozen=True, kw_only=True)
class Agent:
    """The person who follows the request: name and contact are owed on letters."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """To whom a decision can be contested, and in how many months."""

    # « Monsieur le Maire, 1 place de l’Hôtel-de-Ville, 60230 Ville »; empty when what is decided is an appeal to him already
    amicable: str
    court: str  # « tribunal administratif d’Amiens »
    court_address: tuple[str, ...]
    court_site: str = "www.telerecours.fr"
    months: int = 2
    others: tuple[str, ...] = ()  # « une réclamation à la CNIL… »


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What every letter says, whatever its matter."""

    template: ClassVar[str]

    sender: Sender
    recipient: Recipient
    place: str
    day: date
    reference: str
