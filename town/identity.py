"""What the portal says of the town itself: set at the start, from the environment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """The town's name, where one can call, and where its decisions are contested."""

    name: str
    place: str  # « Saint-Rémy-sur-Thérain », as letters are dated from
    phone: str
    phone_hours: str
    amicable: str  # to whom a recours gracieux is addressed
    court: str
    court_address: tuple[str, ...]
    creditor: str  # the name that a family reads on its bank statement
    creditor_id: str  # « identifiant créancier SEPA »; empty: no direct debit

    @property
    def court_line(self) -> str:
        """The court and its address in one line."""
        return f"{self.court}, {', '.join(self.court_address)}"

    @property
    def phone_link(self) -> str:
        """The phone number as a link dials it."""
        return "+33" + self.phone.replace(" ", "").removeprefix("0")
