"""Which account someone means by what he or she typed."""

from accounts.models import User


def account_named(typed: str) -> User | None:
    """The account with this identifier or this e-mail, whatever the case; one query.

    An « @ » always means an e-mail: nobody can take another's address as an identifier.
    """
    typed = typed.strip()
    if "\0" in typed:
        return None
    field = "email__iexact" if "@" in typed else "username__iexact"
    return User.objects.filter(**{field: typed}).order_by("pk").first()
