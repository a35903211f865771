"""Forgotten password and change of e-mail: allauth's own, counted and told in our words."""

from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.email_change import ask_change, confirm_change, confirmation
from accounts.throttling import Allowance, TooMany, client_address, spend
from family.changes import follow_account_email
from portal.account_forms import ChangeEmail
from portal.lockout import too_many

RESETS_AN_ADDRESS = Allowance("reset", tries=20, window=timedelta(hours=1))
RESETS_AN_EMAIL = Allowance("reset-email", tries=5, window=timedelta(hours=1))
EMAIL_CHANGES = Allowance("email-change", tries=5, window=timedelta(hours=1))


def mail_failed(form) -> None:
    """Say on the form that the mail did not leave: the same for every address."""
    form.add_error(None, _("L’e-mail n’a pas pu partir. Réessayez dans quelques minutes."))


class OurSite:
    """Keeps `site` ours: allauth's would hide the town's name and phone from the layout."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's context without allauth's `site`."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class SignInPage(OurSite, allauth.LoginView):
    """Identifier or e-mail, and password."""


class LinkSentPage(OurSite, allauth.PasswordResetDoneView):
    """The link is on its way, if the address has an account."""


class NewPasswordPage(OurSite, allauth.PasswordResetFromKeyView):
    """Choose a new password, from the link."""


class PasswordChangedPage(OurSite, allauth.PasswordResetFromKeyDoneView):
    """It is changed."""


class ForgottenPasswordPage(OurSite, allauth.PasswordResetView):
    """Ask for the link that lets one choose a new password."""

    def form_valid(self, form) -> HttpResponse:
        """Count the try, then send; a mail server that is away is said, not hidden."""
        try:
            spend(RESETS_AN_ADDRESS, client_address(self.request))
            spend(RESETS_AN_EMAIL, form.cleaned_data["email"].lower())
            return super().form_valid(form)
        except TooMany as error:
            return too_many(self.request, error.retry_at)
        except (SMTPException, OSError):
            mail_failed(form)
            return self.form_invalid(form)


@login_not_required
@never_cache
def confirm_email(request: HttpRequest, key: str) -> HttpResponse:
    """The link sent to a new e-mail: a button confirms it, and the family file follows."""
    if request.method == "POST":
        changed = confirm_change(key)
        if changed:
            user, old = changed
            follow_account_email(user=user)
            notice = {"from_email": old, "to_email": user.email}
            get_adapter(request).send_notification_mail(
                "account/email/email_changed", user, notice, email=old
            )
            messages.success(request, _("Votre adresse e-mail est confirmée."))
            return redirect("portal:profile" if request.user == user else "account_login")
    found = confirmation(key)
    context = {"email": found.email_address.email if found else ""}
    return render(request, "account/email_confirm.html", context, status=200 if found else 410)


@never_cache
@sensitive_post_parameters("password")
def change_email(request: HttpRequest) -> HttpResponse:
    """Ask for another e-mail; it counts once the link sent there is opened."""
    form = ChangeEmail(request.POST or None, user=request.user)
    if request.method == "POST":
        try:
            spend(EMAIL_CHANGES, str(request.user.pk))
            if form.is_valid():
                ask_change(request, request.user, form.cleaned_data["email"])
                sent = _(
                    "Un e-mail vient de partir à %(email)s. Ouvrez son lien pour confirmer\u00a0: "
                    "d’ici là, votre adresse actuelle reste la bonne."
                )
                messages.success(request, sent % {"email": form.cleaned_data["email"]})
                return redirect("account_email")
        except TooMany as error:
            return too_many(request, error.retry_at)
        except (SMTPException, OSError):
            mail_failed(form)
    status = 422 if form.errors else 200
    return render(request, "account/email_change.html", {"form": form}, status=status)
