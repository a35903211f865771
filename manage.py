#!/usr/bin/env python
"""Django's command line for Espace Familles."""

import os
import sys


def main() -> None:
    """Run one management command under the production settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
