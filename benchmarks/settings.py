"""The portal's own settings, with the benchmarks' bare counterparts beside it."""

from config.settings.test import *  # noqa: F403
from config.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.bare"]
LOGGING = {"version": 1, "disable_existing_loggers": True}
