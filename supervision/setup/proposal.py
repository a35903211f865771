"""A change before it is published: carried by the pages, signed, so that nothing is kept half done."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.signing import BadSignature, Signer

from cases.models import SettingsVersion
from supervision.setup.sections import section_of
from workflows.engine.procedure import Procedure

SIGNER = Signer(salt="supervision.setup")


@dataclass(frozen=True)
class Proposal:
    """What would be set: one section, or all of it when `section` is empty."""

    procedure: str
    section: str
    own: dict[str, Any]
    after: int  # the version that was looked at
    note: str = ""  # why, as suggested

    def values(self, declared: Procedure, version: SettingsVersion | None) -> dict[str, Any]:
        """What the next version would keep, over the one in force."""
        section = section_of(declared, self.section)
        if section is None:
            return self.own
        return section.merged(version.values if version else {}, self.own)

    def over(self, version: SettingsVersion | None) -> "Proposal":
        """The same, looked at over the version that stands now."""
        return replace(self, after=version.number if version else 0)

    def signed(self) -> str:
        """For a hidden field."""
        return SIGNER.sign_object(asdict(self), compress=True)

    @classmethod
    def read(cls, signed: str, procedure: str) -> "Proposal | None":
        """Ours, for this démarche; None for anything else."""
        try:
            found = cls(**SIGNER.unsign_object(signed))
        except (BadSignature, TypeError):
            return None
        return found if found.procedure == procedure else None
