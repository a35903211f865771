"""Composition shared by every way of running: apps, middleware, URLs of the real parts."""

from pathlib import Path

from config.environment import folder, hosts, read, sealing_keys, secret, site
from config.parts import api_particulier, creditor_identifier, document_store, redis_database
from town.identity import Identity

BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = secret("SECRET_KEY")
SEALING_KEYS = sealing_keys("SEALING_KEYS")
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS")
SITE_URL = site("SITE_URL")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SOURCE_URL = site("SOURCE_URL", "https://example.org/espace-familles")


# Who lives elsewhere pays another price, and loses a place on moving out.
TOWN_POSTCODES = frozenset(read("str", "TOWN_POSTCODES", "60230").split())
TOWN = Identity(
    name=read("str", "TOWN_NAME", "Ville de Saint-Aubin-sur-Esches"),
    place=read("str", "TOWN_PLACE", "Saint-Aubin-sur-Esches"),
    phone=read("str", "TOWN_PHONE", "03 53 01 40 00"),
    phone_hours=read("str", "TOWN_PHONE_HOURS", "du lundi au vendredi de 8 h 30 à 17 h"),
    amicable=read(
        "str",
        "TOWN_AMICABLE",
        "Monsieur le Maire, 1 place de l’Hôtel-de-Ville, 60230 Saint-Aubin-sur-Esches",
    ),
    court=read("str", "TOWN_COURT", "tribunal administratif d’Amiens"),
    court_address=tuple(
        read("str", "TOWN_COURT_ADDRESS", "14 rue Lemerchier\n80000 Amiens").splitlines()
    ),
    # What banks know the town by (SEPA, « ICS »), and the State's services (SIRET). Without them
    # no direct debit is offered, and nothing is asked of the CAF or the MSA.
    creditor=read(
        "str", "TOWN_CREDITOR", read("str", "TOWN_NAME", "Ville de Saint-Aubin-sur-Esches")
    ),
    creditor_id=creditor_identifier("TOWN_ICS"),
)
API_PARTICULIER = api_particulier()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.static.OwnStaticFiles",
    "django.contrib.postgres",
    "django.forms",
    "django.contrib.humanize",
    # borrowed
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "pgtrigger",
    "pghistory",
    "viewflow.workflow",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    # records, from the ground up
    "town",
    "accounts",
    "family",
    "documents",
    "activities",
    "billing",
    "cases",
    # procedures
    "workflows",
    # doors
    "look",
    "portal",
    "desk",
    "supervision",
    "api",
    "realtime",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.keeping.KeptByNobody",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Each démarche brings its own: adding one touches nothing outside its folder.
        "DIRS": [BASE_DIR / "templates", *sorted((BASE_DIR / "workflows").glob("*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]
FORM_RENDERER = "look.forms.LookRenderer"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = folder("STATIC_ROOT", BASE_DIR / "build" / "static")

SERVESTATIC_SKIP_COMPRESS_EXTENSIONS = ("map", "woff2", "png", "jpg", "jpeg", "webp", "gz", "br")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

DOCUMENT_STORE = document_store()
DOCUMENT_MAX_BYTES = 10 * 1024 * 1024

from config.settings.accounts import *  # noqa: E402, F403
from config.settings.api import *  # noqa: E402, F403
from config.settings.documents import *  # noqa: E402, F403
from config.settings.parts import *  # noqa: E402, F403
from config.settings.security import *  # noqa: E402, F403
from config.settings.services import *  # noqa: E402, F403

CELERY_BROKER_URL = redis_database(2)
