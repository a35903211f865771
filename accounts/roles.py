"""What a signed-in person is for the town: plain questions over memberships."""

from dataclasses import dataclass, field

from accounts.models import User
from town.models import StaffMembership


@dataclass(frozen=True)
class Staff:
    """The services in which someone works, and those that he or she supervises."""

    agent_of: frozenset[int] = field(default_factory=frozenset)
    supervisor_of: frozenset[int] = field(default_factory=frozenset)
    slugs: frozenset[str] = field(default_factory=frozenset)  # by which settings name them

    @property
    def services(self) -> frozenset[int]:
        """Every service whose cases this person may open."""
        return self.agent_of | self.supervisor_of

    def __bool__(self) -> bool:
        return bool(self.services)


def staff_of(user: User) -> Staff:
    """The person's place in the services; empty for parents. One query, kept on the user."""
    if not user.is_authenticated or not user.is_active:
        return Staff()
    if not hasattr(user, "_staff"):
        rows = list(user.memberships.values_list("service_id", "role", "service__slug"))
        role = StaffMembership.Role
        user._staff = Staff(
            agent_of=frozenset(s for s, r, _slug in rows if r == role.AGENT),
            supervisor_of=frozenset(s for s, r, _slug in rows if r == role.SUPERVISOR),
            slugs=frozenset(slug for _s, _r, slug in rows),
        )
    return user._staff
