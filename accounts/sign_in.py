"""What is kept when someone signs in."""

from django.contrib.auth import user_logged_in
from django.utils.timezone import now

from accounts.models import User


def keep_previous_login(sender: type, user: User, **kwargs: object) -> None:
    """Move the last sign-in aside before writing the new one: home shows the one before."""
    user.previous_login, user.last_login = user.last_login, now()
    user.save(update_fields=["previous_login", "last_login"])


def connect() -> None:
    """Take the place of Django's own `update_last_login`."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    user_logged_in.connect(keep_previous_login, dispatch_uid="keep_previous_login")
