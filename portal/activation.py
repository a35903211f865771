"""Opening an account with a key: the letter's key → the address → the link → the password.

The key lives in the session between pages, never in an address after the first one.
"""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts.opening import EmailTaken, IdentifierTaken, suggest_identifier
from accounts.throttling import Allowance, TooMany, client_address, spend
from family.invitations import KeyRefused, accept, ask_link, open_key
from family.models import Invitation
from portal.activation_forms import AddressForm, KeyForm, OpenAccountForm
from portal.lockout import too_many

KEY = "activation_key"
KEYS_AN_ADDRESS = Allowance("activation", tries=15, window=timedelta(minutes=15))
LINKS_A_KEY = Allowance("activation-link", tries=5, window=timedelta(hours=1))
BACKEND = "accounts.backends.IdentifierOrEmail"


def _refused(request: HttpRequest, form: KeyForm) -> HttpResponse:
    """One answer for a wrong, a used and an expired key."""
    request.session.pop(KEY, None)
    form.add_error(
        "key",
        _(
            "Cette clé n’ouvre pas de compte\u00a0: elle est peut-être mal recopiée, déjà utilisée ou "
            "trop ancienne. Vérifiez-la, ou demandez-en une autre à la mairie."
        ),
    )
    return render(request, "portal/activation/key.html", {"form": form}, status=422)


@login_not_required
@never_cache
@sensitive_post_parameters("key")
def enter_key(request: HttpRequest) -> HttpResponse:
    """Type the key of the letter."""
    form = KeyForm(request.POST or None)
    if request.method == "POST":
        return _try_key(request, form)
    return render(request, "portal/activation/key.html", {"form": form})


@login_not_required
@never_cache
@sensitive_variables("key")
@require_safe
def follow_link(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the e-mail, or the QR code of the letter: a button that posts the key.

    Opening it uses nothing, for scanners open links too; and every key gets this same page, so
    no refusal writes its address to a log.
    """
    return render(request, "portal/activation/link.html", {"key": key})


def _try_key(request: HttpRequest, form: KeyForm) -> HttpResponse:
    try:
        spend(KEYS_AN_ADDRESS, client_address(request))
    except TooMany as error:
        return too_many(request, error.retry_at)
    if not form.is_valid():
        return render(request, "portal/activation/key.html", {"form": form}, status=422)
    invitation = open_key(form.cleaned_data["key"])
    if invitation is None:
        return _refused(request, form)
    request.session.cycle_key()
    request.session[KEY] = form.cleaned_data["key"]
    by_mail = invitation.channel == Invitation.Channel.MAIL
    return redirect("activation_account" if by_mail else "activation_address")


@login_not_required
@never_cache
def give_address(request: HttpRequest) -> HttpResponse:
    """Give the e-mail of the account to be; the link goes there, whoever has it already."""
    invitation = open_key(request.session.get(KEY, ""))
    if invitation is None:
        return redirect("activation")
    form = AddressForm(request.POST or None, initial={"email": invitation.adult.email})
    if request.method == "POST" and form.is_valid():
        try:
            spend(LINKS_A_KEY, str(invitation.adult_id))
            ask_link(key=request.session[KEY], email=form.cleaned_data["email"])
        except TooMany as error:
            return too_many(request, error.retry_at)
        except KeyRefused:
            return redirect("activation")
        context = {"email": form.cleaned_data["email"]}
        return render(request, "portal/activation/link_sent.html", context)
    context = {"form": form, "adult": invitation.adult}
    status = 422 if form.errors else 200
    return render(request, "portal/activation/address.html", context, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose identifier and password: the account is open, and one is signed in."""
    key = request.session.get(KEY, "")
    invitation = open_key(key)
    if invitation is None:
        return redirect("activation")
    if invitation.channel != Invitation.Channel.MAIL:
        return redirect("activation_address")
    adult = invitation.adult
    suggested = suggest_identifier(adult.first_name, adult.last_name)
    form = OpenAccountForm(
        request.POST or None,
        adult=adult,
        email=invitation.email,
        initial={"identifier": suggested},
    )
    if request.method == "POST" and form.is_valid():
        answer = _open(request, form, key)
        if answer is not None:
            return answer
    context = {"form": form, "adult": adult, "email": invitation.email}
    status = 422 if form.errors else 200
    return render(request, "portal/activation/account.html", context, status=status)


def _open(request: HttpRequest, form: OpenAccountForm, key: str) -> HttpResponse | None:
    """Open the account and sign in; what is refused is said on the form."""
    data = form.cleaned_data
    try:
        spend(KEYS_AN_ADDRESS, client_address(request))
        user = accept(key=key, identifier=data["identifier"], password=data["password"])
    except TooMany as error:
        return too_many(request, error.retry_at)
    except KeyRefused:
        return redirect("activation")
    except IdentifierTaken:
        form.add_error("identifier", _("Cet identifiant n’est pas libre. Choisissez-en un autre."))
        return None
    except EmailTaken:
        form.add_error(
            None,
            _("Cette adresse a déjà un compte. Connectez-vous, ou choisissez une autre adresse."),
        )
        return None
    request.session.pop(KEY, None)
    login(request, user, backend=BACKEND)
    messages.success(request, _("Votre compte est ouvert. Bienvenue dans l’espace familles."))
    return redirect("home")
