"""The letter that brings a « clé enfance »."""

import io
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

import segno

from documents.letters.parts import Letter


@dataclass(frozen=True, kw_only=True)
class ActivationKey(Letter):
    """A key that opens one account, once, until a day; the QR code carries `link`."""

    template: ClassVar[str] = "activation_key"

    greeting: str  # « Madame », « Monsieur » or « Bonjour »
    key: str  # in groups, as it is to be typed
    link: str = field(repr=False)
    site: str  # what one types: « familles.ville.fr »
    expires_on: date

    @property
    def qr(self) -> str:
        """The link as an SVG picture."""
        drawn = io.BytesIO()
        segno.make(self.link, error="m", micro=False).save(
            drawn, kind="svg", border=2, xmldecl=False, svgns=True, dark="#1f2a2c"
        )
        return drawn.getvalue().decode()
