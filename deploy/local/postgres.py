"""PostgreSQL as a child process: made from nothing in half a second, reached over TCP only."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local import places, postgres_programs
from deploy.local.messages import Trouble
from deploy.local.ports import HOST
from deploy.local.processes import LINUX, spawn, until
from deploy.local.run_folder import RunFolder
from deploy.local.server import Checkpoint, Server, last_words, no_checkpoint

if TYPE_CHECKING:
    from psycopg import Connection

USER = "familles"
DATABASE = "familles"
# Safe when the server is killed, as fault tests do, but not when the machine loses power.
_THROWAWAY = ("fsync=off", "full_page_writes=off")
_SETTINGS = (
    f"listen_addresses={HOST}",
    "unix_socket_directories=",  # the path of a socket may not exceed 107 bytes
    "max_connections=200",
    "shared_buffers=128MB",
    "log_error_verbosity=terse",  # the details would quote people's data
    "log_min_error_statement=panic",  # so would the statements
    "timezone=UTC",
)


class Postgres(Server):
    """The database server of one run."""

    name = "postgres"
    variable = "DATABASE_URL"
    stop_signal = signal.SIGINT  # the quick stop: open transactions are rolled back

    def __init__(self, run: RunFolder, lasting: bool, password: str, copies: Path) -> None:
        super().__init__(run, lasting)
        self.password = password
        self.data = self.folder / "data"
        self.account = places.server_account(self.folder)
        self.programs = postgres_programs.find(copies, self.account, self.data)

    @property
    def url(self) -> str:
        """The URL that settings read."""
        return f"postgres://{USER}:{self.password}@{HOST}:{self.port.number}/{DATABASE}"

    def prepare(self) -> None:
        """Make the cluster, if this folder has none yet; a half-made one is made again."""
        if self.data.exists():
            self._forget_a_dead_postmaster()
            return
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if self.account:
            os.chown(secret, self.account.pw_uid, self.account.pw_gid)
        self._initdb(new, secret)
        secret.unlink()
        new.rename(self.data)

    def command(self) -> Sequence[str]:
        """The command that starts it in the foreground."""
        settings = (*_SETTINGS, *(() if self.lasting else _THROWAWAY))
        options = [word for setting in settings for word in ("-c", setting)]
        program = str(self.programs.bin / "postgres")
        return [program, "-D", str(self.data), "-p", str(self.port.number), *options]

    def answers(self) -> bool:
        """Whether it accepts connections."""
        import psycopg

        try:
            self._connect("postgres").close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise Trouble(
                    f"PostgreSQL's data in {self.data} has another password than the one kept"
                    " beside it: start afresh with `make demo-reset`."
                ) from None
            return False
        return True

    def kill(self) -> None:
        """End it as a power cut would, with the processes that serve the connections."""
        super().kill()
        until(lambda: not self._somebody_works_in_the_data(), 10)

    def wait(self, checkpoint: Checkpoint = no_checkpoint, seconds: float = 30) -> None:
        """Return once the database can be used."""
        super().wait(checkpoint, seconds)
        self._make_database()

    def _forget_a_dead_postmaster(self) -> None:
        """After a power cut, remove the pid that PostgreSQL wrote if somebody else has it now.

        PostgreSQL would take that process for itself and refuse to start. The run's lock and
        list say that no postmaster of ours is left; to be sure, nobody may work in its folder.
        """
        if LINUX and not self._somebody_works_in_the_data():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _somebody_works_in_the_data(self) -> bool:
        """Whether a process of PostgreSQL still uses the data: they all make it their folder."""
        data = self.data.resolve()
        for folder in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):  # gone meanwhile, or another user's
                if folder.readlink() == data:
                    return True
        return False

    def _initdb(self, data: Path, secret: Path) -> None:
        command = [
            *(str(self.programs.bin / "initdb"), "-D", str(data), "-U", USER),
            *("-A", "scram-sha-256", f"--pwfile={secret}"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"),
            *(() if self.lasting else ("--no-sync",)),
        ]
        child = spawn(
            "initdb",
            command,
            log=self.log,
            env=self.environment(),
            cwd=self.folder,
            account=self.account,
        )
        self.run.remember(child)
        if child.process.wait() != 0:
            raise Trouble(f"PostgreSQL's initdb failed: {last_words(self.log)}")

    def _connect(self, database: str) -> Connection:
        import psycopg

        return psycopg.connect(
            host=HOST,
            port=self.port.number,
            user=USER,
            password=self.password,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def _make_database(self) -> None:
        import psycopg

        with self._connect("postgres") as connection, suppress(psycopg.errors.DuplicateDatabase):
            connection.execute(f"CREATE DATABASE {DATABASE}")
