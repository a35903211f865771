"""The portal that browser tests visit: its static files are served as they stand."""

from config.settings.test import *  # noqa: F403

SERVESTATIC_AUTOREFRESH = True
SERVESTATIC_USE_FINDERS = True
