"""A new key for `SEALING_KEYS`: `python -m deploy.new_key`."""

import base64
import secrets


def new_key() -> str:
    """A key that nobody else has, as Fernet wants it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


if __name__ == "__main__":
    print(new_key())
