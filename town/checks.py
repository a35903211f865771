"""What a production start is warned of: keys that seal nothing."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

FAULTY = Error(
    "SEALING_KEYS holds a key that cannot seal",
    hint="Each is what `python -m deploy.new_key` prints; the first one seals.",
    id="town.E001",
)


@register(Tags.security, deploy=True)
def check_sealing_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every key opens and closes; none is derived from another secret of the settings."""
    keys = list(settings.SEALING_KEYS)
    try:
        for key in keys:
            Fernet(key)
    except (ValueError, TypeError):
        return [FAULTY]
    return [] if keys and settings.SECRET_KEY not in keys else [FAULTY]
