"""A variable that is missing or malformed ends the start with one line that names it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from config import environment, parts
from deploy.local.check import EXAMPLE
from deploy.local.places import clone_folder
from deploy.new_key import new_key

READERS: dict[str, Callable[[], object]] = {
    "SECRET_KEY": partial(environment.secret, "SECRET_KEY"),
    "SEALING_KEYS": partial(environment.sealing_keys, "SEALING_KEYS"),
    "ALLOWED_HOSTS": partial(environment.hosts, "ALLOWED_HOSTS"),
    "SITE_URL": partial(environment.site, "SITE_URL"),
    "DEFAULT_FROM_EMAIL": partial(environment.sender, "DEFAULT_FROM_EMAIL"),
    "DATABASE_URL": parts.database,
    "REDIS_URL": partial(parts.redis_database, 1),
    "S3_URL": parts.document_store,
    "EMAIL_URL": parts.mail,
    # These may be left out.
    "SOURCE_URL": partial(environment.site, "SOURCE_URL", "https://source.example"),
    "STATIC_ROOT": partial(environment.folder, "STATIC_ROOT", Path("/static")),
    "DATABASE_POOL": partial(environment.whole_number, "DATABASE_POOL", 10, least=1),
}
OPTIONAL = {"SOURCE_URL", "STATIC_ROOT", "DATABASE_POOL"}
REQUIRED = sorted(READERS.keys() - OPTIONAL)

MALFORMED = [
    ("SECRET_KEY", "short"),
    ("SEALING_KEYS", "short"),
    ("SEALING_KEYS", f"{new_key()},"),
    ("SEALING_KEYS", f"{new_key()},not a key"),
    ("ALLOWED_HOSTS", "https://familles.ville.fr"),
    ("ALLOWED_HOSTS", "familles.ville.fr,,www.ville.fr"),
    ("ALLOWED_HOSTS", "*"),
    ("SITE_URL", "familles.ville.fr"),
    ("SITE_URL", "ftp://familles.ville.fr"),
    ("SITE_URL", "https://familles.ville.fr:https"),
    ("SITE_URL", "https://[familles"),
    ("SOURCE_URL", "here"),
    ("STATIC_ROOT", "build/static"),
    ("DEFAULT_FROM_EMAIL", "mairie"),
    ("DEFAULT_FROM_EMAIL", "Mairie <mairie@>"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "sqlite:///db.sqlite3"),
    ("DATABASE_URL", "postgres://user:password@host:port/name"),
    ("DATABASE_URL", "postgres://user:password@host"),
    ("DATABASE_POOL", "many"),
    ("DATABASE_POOL", "0"),
    ("REDIS_URL", "localhost:6379"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "redis://host:port"),
    ("S3_URL", "https://host:9000/bucket"),
    ("S3_URL", "https://key:secret@host:9000"),
    ("S3_URL", "https://key:secret@host:port/bucket"),
    ("S3_URL", "s3://key:secret@host/bucket"),
    ("EMAIL_URL", "nonsense"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://host:port"),
]


def last_words(reader: Callable[[], object]) -> str:
    with pytest.raises(SystemExit) as end:
        reader()
    return str(end.value.code)


@pytest.mark.parametrize("nothing", [None, "", " "])
@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_named_in_one_line(monkeypatch, name, nothing):
    monkeypatch.delenv(name, raising=False)
    if nothing is not None:
        monkeypatch.setenv(name, nothing)
    words = f"Espace Familles cannot start: the environment variable {name} is not set."
    assert last_words(READERS[name]) == words


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_variable_is_named_in_one_line(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    line = last_words(READERS[name])
    start = f"Espace Familles cannot start: the environment variable {name} is malformed ("
    assert line.startswith(start)
    assert "\n" not in line


@pytest.mark.parametrize("name", sorted(OPTIONAL))
def test_what_may_be_left_out_may_be_empty(monkeypatch, name):
    monkeypatch.setenv(name, "")
    assert READERS[name]()


def test_every_variable_that_settings_read_is_tried_here():
    config = clone_folder() / "config"
    code = "\n".join(path.read_text() for path in config.rglob("*.py"))
    known = "secret|sealing_keys|hosts|site|folder|whole_number|sender"
    reads = rf'read\("\w+", |(?:{known})\(|name: str = '
    names = set(re.findall(rf'(?:{reads})\s*"([A-Z0-9_]+)"', code))
    texts = {name for name in names if name.startswith("TOWN_")}  # any text is right
    assert names - texts - {"API_PARTICULIER_URL"} == READERS.keys()


def test_what_the_town_may_do_without_may_be_left_out(monkeypatch):
    for name in ("API_PARTICULIER_URL", "TOWN_ICS"):
        monkeypatch.setenv(name, "")
    assert parts.api_particulier() is None
    assert parts.creditor_identifier("TOWN_ICS") == ""


def test_the_api_particulier_is_asked_in_the_name_of_the_town(monkeypatch):
    monkeypatch.setenv("API_PARTICULIER_URL", "https://:a.b-c@particulier.example:8443")
    monkeypatch.setenv("TOWN_SIRET", "216 000 000 00002")
    found = parts.api_particulier()
    assert found == parts.Particulier("https://particulier.example:8443", "a.b-c", "21600000000002")


@pytest.mark.parametrize(
    ("name", "value", "reader"),
    [
        ("API_PARTICULIER_URL", "https://particulier.example", parts.api_particulier),
        ("API_PARTICULIER_URL", "ftp://:token@particulier.example", parts.api_particulier),
        ("TOWN_SIRET", "21600000000003", partial(parts.siret, "TOWN_SIRET")),
        ("TOWN_ICS", "FR33ZZZ456789", partial(parts.creditor_identifier, "TOWN_ICS")),
    ],
)
def test_a_wrong_number_of_the_town_is_named_in_one_line(monkeypatch, name, value, reader):
    monkeypatch.setenv(name, value)
    assert f"{name} is malformed" in last_words(reader)


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://host", 25, False, False),
        ("smtp+tls://user:p%40ss@host", 587, True, False),
        ("smtps://user:p%40ss@host", 465, False, True),
        ("smtps://user:p%40ss@host:4650", 4650, False, True),
    ],
)
def test_the_mail_server_is_reached_as_its_url_says(monkeypatch, url, port, starttls, tls):
    monkeypatch.setenv("EMAIL_URL", url)
    mail = parts.mail()
    assert (mail.host, mail.port, mail.starttls, mail.tls) == ("host", port, starttls, tls)
    assert mail.password in {"", "p@ss"}


def test_the_start_ends_with_that_line_and_no_traceback():
    given = {**os.environ, **EXAMPLE, "REDIS_URL": "localhost:6379"}
    command = [sys.executable, "manage.py", "check"]
    run = subprocess.run(
        command, env=given, cwd=clone_folder(), capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
    assert "REDIS_URL is malformed" in run.stderr
