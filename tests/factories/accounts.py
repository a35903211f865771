"""Accounts: a user who can sign in, and an administrator."""

import factory

from accounts.models import User

PASSWORD = "un-mot-de-passe-de-test"


class UserFactory(factory.django.DjangoModelFactory):
    """Someone with an account; signs in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_superuser=True)
        closed = factory.Trait(is_active=False)

    username = factory.Sequence(lambda n: f"personne{n}")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Martin{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@exemple.fr")
    password = factory.django.Password(PASSWORD)
