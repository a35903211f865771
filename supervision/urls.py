"""The addresses of the tower. They are French: supervisors read them."""

from django.urls import path

from supervision import cases, tower, upkeep

app_name = "supervision"
urlpatterns = [
    path("", tower.tower, name="tower"),
    path("demandes/", cases.cases, name="cases"),
    path("etat/", upkeep.upkeep, name="upkeep"),
]
