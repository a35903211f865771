"""Every door's address."""

from django.urls import include, path

urlpatterns: list = [
    path("compte/", include("allauth.urls")),
    path("bureau/", include("desk.urls")),
]
