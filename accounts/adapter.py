"""How django-allauth behaves here: accounts are opened by the town, never by passers-by."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.forms import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import mails
from accounts.models import User
from accounts.throttling import Allowance, TooMany, client_address, spend

logger = logging.getLogger(__name__)

# Guesses over many accounts from one address; django-axes counts those on one account.
SIGN_INS = Allowance("sign-in", tries=60, window=timedelta(minutes=10))

WRONG = _("L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les deux et réessayez.")


class InvitedOnly(DefaultAccountAdapter):
    """No open sign-up: an account comes from an invitation or an activation request."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence whatever was typed: it must not tell which half was wrong.
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the tries of an address in the database: allauth's own need the cache."""
        try:
            spend(SIGN_INS, client_address(request))
        except TooMany as error:
            message = _("Trop d’essais depuis votre connexion. Réessayez dans dix minutes.")
            raise ValidationError(message, code="too_many") from error

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address for allauth as for our own counts."""
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Mails know the site by its public address, never by the Host that was asked."""
        context.pop("request", None)
        mails.send(template_prefix, email, context)

    def send_account_already_exists_mail(self, email: str) -> None:
        """To an address that has an account already, instead of the mail that was asked for."""
        url = settings.SITE_URL + reverse("account_reset_password")
        self.send_mail("account/email/account_already_exists", email, {"password_reset_url": url})

    def send_unknown_account_mail(self, email: str) -> None:
        """To an address without account: the page said a mail would come, so one comes."""
        self.send_mail("account/email/unknown_account", email, {})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, on the site's public address."""
        uid, _sep, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.SITE_URL + path

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link of the mail, on the site's public address."""
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own page."""
        return reverse("portal:profile")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of each change to how the account opens; the change stands anyway."""
        try:
            super().send_notification_mail(template_prefix, user, context, email or user.email)
        except (SMTPException, OSError) as error:
            logger.warning("notice %s not sent: %s", template_prefix, type(error).__name__)
