"""The portal's code loaded once, for the copies of this process that will run it."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from importlib import import_module

from deploy.catalogue.languages import compile_all

# What the programs import beside what Django's settings name.
_OF_THE_PROGRAMS = (
    *("uvicorn.main", "uvicorn.loops.auto", "uvicorn.protocols.http.auto"),
    *("uvicorn.protocols.websockets.auto", "channels.auth", "channels.routing"),
    *("celery.bin.celery", "celery.apps.worker", "celery.apps.beat", "kombu.transport.redis"),
    *("psycopg", "psycopg_pool"),
)


def load(environment: Mapping[str, str]) -> None:
    """Import all that takes long; connects to nothing and starts no thread.

    The ASGI application itself is not made: it looks at the static files, which come later.
    """
    os.environ.update(environment)
    compile_all()  # before anything reads a translation
    import django
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils.module_loading import import_string

    django.setup()
    for module in _OF_THE_PROGRAMS:
        import_module(module)
    for name in settings.MIDDLEWARE:
        import_string(name)
    get_resolver().url_patterns  # noqa: B018 -- imports every page
    gc.collect()
    gc.freeze()  # memory that no copy touches stays shared
