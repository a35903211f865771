from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Names are compared without accents."""

    dependencies = [("family", "0002_accounts_and_invitations")]

    operations = [UnaccentExtension()]
