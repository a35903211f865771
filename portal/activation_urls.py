"""Addresses of the opening of an account, mounted at /activation/."""

from django.urls import path

from portal import activation, activation_request

urlpatterns = [
    path("", activation.enter_key, name="activation"),
    path("adresse/", activation.give_address, name="activation_address"),
    path("compte/", activation.choose_password, name="activation_account"),
    path("demande/", activation_request.ask, name="activation_request"),
    path("demande/recue/", activation_request.asked, name="activation_asked"),
    path("cle/<str:key>/", activation.follow_link, name="activation_link"),
]
