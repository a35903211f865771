"""Which cases a supervisor looks at: the services supervised, narrowed down by the address."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.roles import staff_of
from cases.figures import Moment
from cases.models import Case
from town.models import Service
from workflows.engine.procedure import Procedure, registry


@dataclass(frozen=True)
class Scope:
    """The supervised services; one of them and one démarche when the reader asks for it."""

    services: list[Service]
    service: Service | None
    procedure: Procedure | None

    @classmethod
    def of(cls, request: HttpRequest) -> "Scope":
        """The scope that the address asks for; what is not understood narrows nothing."""
        supervised = staff_of(request.user).supervisor_of
        services = list(Service.objects.filter(pk__in=supervised).order_by("name"))
        slug = request.GET.get("service", "")
        service = next((each for each in services if each.slug == slug), None)
        return cls(services, service, registry.get(request.GET.get("demarche", "")))

    @property
    def looked_at(self) -> list[int]:
        """The services whose cases count."""
        return [self.service.pk] if self.service else [each.pk for each in self.services]

    @property
    def cases(self) -> QuerySet[Case]:
        """The submitted cases that every figure of the page is asked of."""
        cases = Case.objects.filter(service__in=self.looked_at, submitted_at__isnull=False)
        return cases.filter(procedure=self.procedure.slug) if self.procedure else cases

    def moment(self, at: datetime) -> Moment:
        """That moment, as the services looked at live it."""
        return Moment.of(at, self.looked_at)

    @property
    def query(self) -> dict[str, str]:
        """The scope as the names of an address."""
        query = {}
        if self.service:
            query["service"] = self.service.slug
        if self.procedure:
            query["demarche"] = self.procedure.slug
        return query

    def url(self, name: str, **more: str) -> str:
        """A page of the tower within this scope."""
        query = urlencode({**self.query, **more})
        return reverse(f"supervision:{name}") + (f"?{query}" if query else "")
