"""Addresses of the opening of an account, mounted at /activation/."""

from django.urls import path

from portal import activation

urlpatterns = [
    path("", activation.enter_key, name="activation"),
    path("adresse/", activation.give_address, name="activation_address"),
    path("compte/", activation.choose_password, name="activation_account"),
    path("cle/<str:key>/", activation.follow_link, name="activation_link"),
]
