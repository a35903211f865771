"""The demo's composition on throwaway parts; a cheap password hash, nothing else differs."""

import workflows
from config.settings.demo import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A test client asks for no static file, and each one would look at them all anew.
SERVESTATIC_USE_STATIC_ROOT = False
INSTALLED_APPS = [*INSTALLED_APPS, "tests.flows"]  # noqa: F405

# Démarches of the suite alone, found as those of the town are: any folder put there.
ADDED = BASE_DIR / "tests" / "added"  # noqa: F405
workflows.__path__.append(str(ADDED))
TEMPLATES[0]["DIRS"] += sorted(ADDED.glob("*/templates"))  # noqa: F405
