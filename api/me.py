"""Who asks: what a client needs to know first."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import staff_of
from api.door import Door
from api.shapes import NamedShape, PlaceShape
from family.models import Household
from town.models import Service


class MyService(PlaceShape):
    """A service in which one works."""

    supervises = serializers.BooleanField()


class MeShape(serializers.Serializer):
    """The signed-in person."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="__str__")
    households = NamedShape(many=True)
    services = MyService(many=True)


class Me(Door):
    """The signed-in person."""

    serializer_class = MeShape

    @extend_schema(operation_id="me_read")
    def get(self, request: Request) -> Response:
        """Who is signed in, with the homes and the services that are theirs."""
        user, staff = request.user, staff_of(request.user)
        homes = Household.objects.filter(memberships__adult__user=user).distinct()
        services = list(Service.objects.filter(pk__in=staff.services))
        for service in services:
            service.supervises = service.pk in staff.supervisor_of
        person = {"public_id": user.public_id, "households": homes, "services": services}
        return Response(MeShape(person | {"__str__": str(user)}).data)
