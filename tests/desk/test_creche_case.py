"""A crèche request at the desk: taken and checked like any other, then with its points."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import creche
from tests.factories.town import ServiceFactory, agent

pytestmark = pytest.mark.django_db


def test_the_agent_takes_it_and_once_listed_reads_its_points_and_rank():
    service = ServiceFactory()
    group, clerk, client = creche.creche(service), agent(service), Client()
    client.force_login(clerk)
    case = creche.request(group)
    address = reverse("desk:case", args=[case.reference])
    shown = client.get(address).content.decode()
    assert "Prendre le dossier" in shown and "Le foyer habite la commune" in shown
    listed = creche.listed(group)
    shown = client.get(reverse("desk:case", args=[listed.reference])).content.decode()
    assert "Points et rang dans la liste d’attente" in shown
    assert "Rien à faire d’ici là" in shown
    assert reverse("desk:claim", args=[listed.reference]) not in shown
