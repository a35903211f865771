"""`manage.py demo_sign_ins`: where to click and who can sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.sign_ins import PASSWORD, SIGN_INS


class Command(BaseCommand):
    """Prints the demo's address, its ready sign-ins and their password."""

    help = "Print the URL of the demo and its ready sign-ins."

    def handle(self, *args: object, **options: object) -> None:
        """One line a sign-in."""
        width = max(len(sign_in.username) for sign_in in SIGN_INS)
        self.stdout.write(f"Espace Familles : {settings.SITE_URL}/demo/")
        self.stdout.write(f"Mot de passe commun : {PASSWORD}\n")
        for sign_in in SIGN_INS:
            name = f"{sign_in.username:<{width}}"
            self.stdout.write(f"  {name}  {sign_in.name} ({sign_in.role}). {sign_in.who}")
