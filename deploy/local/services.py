"""The real servers together: from the environment where it names them, else as children."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.local import places, run_folder
from deploy.local.credentials import Credentials
from deploy.local.object_store import ObjectStore
from deploy.local.particulier import Particulier
from deploy.local.postgres import Postgres
from deploy.local.redis_server import RedisServer
from deploy.local.run_folder import RunFolder
from deploy.local.server import Checkpoint, Server, no_checkpoint


class Services:
    """The servers of one run that are ours to start, kill and start again.

    A server is None when the environment gives its URL.
    """

    def __init__(
        self,
        run: RunFolder,
        credentials: Credentials,
        copies: Path,
        lasting: bool,
        given: Mapping[str, str],
    ) -> None:
        keys = credentials
        self.secret_key = given.get("SECRET_KEY") or keys.secret_key
        self.sealing_keys = given.get("SEALING_KEYS") or keys.sealing_key
        self.given = {name: given[name] for name in VARIABLES if given.get(name)}
        self.redis = (
            None if "REDIS_URL" in self.given else RedisServer(run, lasting, keys.redis_password)
        )
        self.store = (
            None
            if "S3_URL" in self.given
            else ObjectStore(run, lasting, keys.store_key, keys.store_secret)
        )
        self.particulier = (
            None
            if "API_PARTICULIER_URL" in self.given
            else Particulier(run, lasting, keys.particulier_token)
        )
        self.postgres = (
            None
            if "DATABASE_URL" in self.given
            else Postgres(run, lasting, keys.database_password, copies)
        )

    @property
    def ours(self) -> list[Server]:
        """The servers that we start; the slowest to make ready is the last."""
        servers = (self.redis, self.store, self.particulier, self.postgres)
        return [server for server in servers if server]

    def environment(self) -> dict[str, str]:
        """The variables that settings read to find the servers."""
        urls = {server.variable: server.url for server in self.ours}
        secrets = {"SECRET_KEY": self.secret_key, "SEALING_KEYS": self.sealing_keys}
        return {**DEFAULTS, **secrets, **self.given, **urls}

    def start(self, checkpoint: Checkpoint = no_checkpoint) -> None:
        """Start them all at once, and return when all of them can be used."""
        self.launch(checkpoint)
        self.wait(checkpoint)

    def launch(self, checkpoint: Checkpoint = no_checkpoint) -> None:
        """Start them all; `wait` tells when all of them can be used."""
        for server in self.ours:
            checkpoint()
            server.start()

    def wait(self, checkpoint: Checkpoint = no_checkpoint) -> None:
        """Return when all of them can be used."""
        for server in self.ours:
            server.wait(checkpoint)

    def ports(self) -> list[Callable[[], None]]:
        """What lets go of each port that we keep for them."""
        return [server.port.release for server in self.ours]

    def stop(self) -> None:
        """Stop them all."""
        for server in self.ours:
            if server.child:
                server.child.ask_to_stop()
        for server in self.ours:
            server.stop()
            server.port.release()


# Settings ask for these as well; the demo and the tests send no mail out of the machine.
DEFAULTS = {
    "EMAIL_URL": "dummy://",
    "DEFAULT_FROM_EMAIL": "espace-familles@localhost",
    # Numbers of nobody, whose keys are right.
    "TOWN_ICS": "FR32ZZZ456789",
    "TOWN_SIRET": "21600000000002",
}
VARIABLES = (
    *("DATABASE_URL", "REDIS_URL", "S3_URL", "API_PARTICULIER_URL"),
    *("TOWN_ICS", "TOWN_SIRET"),
)


@contextmanager
def throwaway(given: Mapping[str, str] = os.environ) -> Iterator[Services]:
    """Servers with fresh data, fast and unsafe, gone with their data at the end: for tests."""
    private = places.private_folder(places.clone_folder())
    run = run_folder.throwaway(private)
    services = None
    try:
        services = Services(run, Credentials(), copies(private), lasting=False, given=given)
        services.start()
        yield services
    finally:
        if services is not None:
            services.stop()
        run.remove()


def copies(private: Path) -> Path:
    """Where programs are copied that the servers' account cannot reach."""
    return places.make_passage(private / "programs", places.server_account())
