"""Trigram search, and rows that exclude each other over a range: later migrations count on both.

The libraries' tables are made before ours: Django draws every model anew at each step, and theirs
take many steps.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("axes", "0010_accessattemptexpiration"),
        ("viewflow", "0015_task_scheduled"),
    ]
    operations = [TrigramExtension(), BtreeGistExtension()]
