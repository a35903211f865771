"""Addresses of one's account, mounted at /compte/: only those of allauth that we use."""

from allauth.account import views as allauth
from django.urls import path, re_path

from portal import account_pages

urlpatterns = [
    path("connexion/", account_pages.SignInPage.as_view(), name="account_login"),
    path("deconnexion/", allauth.logout, name="account_logout"),
    path("ferme/", allauth.account_inactive, name="account_inactive"),
    path("mot-de-passe/", allauth.password_change, name="account_change_password"),
    path(
        "mot-de-passe/oublie/",
        account_pages.ForgottenPasswordPage.as_view(),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe/oublie/envoye/",
        account_pages.LinkSentPage.as_view(),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_pages.NewPasswordPage.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change/",
        account_pages.PasswordChangedPage.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path("adresse/", account_pages.change_email, name="account_email"),
    re_path(
        r"^adresse/confirmer/(?P<key>[-:\w]+)/$",
        account_pages.confirm_email,
        name="account_confirm_email",
    ),
]
