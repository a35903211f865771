"""The S3-compatible store that keeps the files: MinIO's client behind the town's few verbs.

Written against MinIO, Ceph and `rclone serve s3`: metadata is never relied on (rclone forgets
it), what a file is called and what it is stand in the database.
"""

import asyncio
import io
import os
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import certifi
import urllib3
from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from minio import Minio
from minio.datatypes import Object
from minio.error import MinioException, S3Error

CHUNK = 64 * 1024
ONE_REQUEST = 64 * 1024 * 1024  # below it an object is put in one request, so whole or not at all
CONNECT_SECONDS, ANSWER_SECONDS = 1.5, 3.0
QUARANTINE = "quarantine/"
CODE = re.compile(r"<Code>(\w+)</Code>")


class StoreUnavailable(Exception):
    """The store cannot be reached or answers wrongly; nothing was changed in the database."""

    message = _(
        "Le coffre des documents ne répond pas pour le moment. Rien n’a été perdu\u00a0: "
        "réessayez dans quelques minutes."
    )

    def __str__(self) -> str:
        return str(self.message)


class ObjectMissing(StoreUnavailable):
    """The store answers, and does not have this object."""

    message = _(
        "Ce document est introuvable dans le coffre. Le service a besoin que vous "
        "l’envoyiez à nouveau."
    )


@dataclass(frozen=True)
class Kept:
    """An object as the store lists it."""

    key: str
    size: int
    modified: datetime


@lru_cache(maxsize=4)
def _client(store: Any) -> Minio:
    """One client a process and a store: it holds the pool of connections."""
    pool = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS),
        retries=False,  # a dead store must say so at once; the person or the job tries again
        maxsize=16,
        cert_reqs="CERT_REQUIRED",
        ca_certs=os.environ.get("SSL_CERT_FILE") or certifi.where(),
    )
    return Minio(
        store.endpoint,
        access_key=store.access_key,
        secret_key=store.secret_key,
        secure=store.secure,
        region=store.region,
        http_client=pool,
    )


@contextmanager
def _one_error() -> Iterator[None]:
    """Whatever the store or the network raises, the rest of the house knows one error."""
    try:
        yield
    except MinioException as error:
        missing = _code(error) in {"NoSuchKey", "NoSuchObject"}
        raise (ObjectMissing if missing else StoreUnavailable) from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise StoreUnavailable from error


def _code(error: BaseException | None) -> str:
    """The store's own word for what happened; rclone's answers reach us as plain text."""
    if isinstance(error, S3Error):
        return error.code or ""
    written = CODE.search(str(error)) if isinstance(error, MinioException) else None
    return written[1] if written else ""


def _here() -> tuple[Minio, str]:
    return _client(settings.DOCUMENT_STORE), settings.DOCUMENT_STORE.bucket


def ensure_bucket() -> None:
    """Create the bucket unless it exists; several processes may do so at once."""
    client, bucket = _here()
    with _one_error():
        if client.bucket_exists(bucket):
            return
        try:
            client.make_bucket(bucket)
        except MinioException:
            if not client.bucket_exists(bucket):
                raise


def put(key: str, content: bytes, content_type: str) -> None:
    """Keep an object, whole or not at all; creates the bucket on a store's first day."""
    try:
        _put(key, content, content_type)
    except StoreUnavailable as error:
        # The store answered: the bucket may be missing, whatever words it has for that.
        if not isinstance(error.__cause__, MinioException):
            raise
        ensure_bucket()
        _put(key, content, content_type)


def _put(key: str, content: bytes, content_type: str) -> None:
    client, bucket = _here()
    with _one_error():
        client.put_object(
            bucket,
            key,
            io.BytesIO(content),
            len(content),
            content_type=content_type,
            part_size=ONE_REQUEST,
        )


def _open(key: str) -> urllib3.BaseHTTPResponse:
    client, bucket = _here()
    with _one_error():
        return client.get_object(bucket, key)


def read(key: str) -> Iterator[bytes]:
    """The object's bytes, piece by piece; never whole in memory."""
    response = _open(key)
    try:
        with _one_error():
            yield from response.stream(CHUNK)
    finally:
        _let_go(response)


async def read_async(key: str) -> AsyncIterator[bytes]:
    """The same for an asynchronous response: the network is waited for in a thread."""
    response = await asyncio.to_thread(_open, key)
    try:
        while piece := await asyncio.to_thread(_read_piece, response):
            yield piece
    finally:
        _let_go(response)


def _read_piece(response: urllib3.BaseHTTPResponse) -> bytes:
    with _one_error():
        return response.read(CHUNK)


def _let_go(response: urllib3.BaseHTTPResponse) -> None:
    """Give the connection back; one that was not read to its end is closed instead."""
    with suppress(OSError, urllib3.exceptions.HTTPError):
        response.close()
        response.release_conn()


def stat(key: str) -> Kept:
    """What the store knows of an object."""
    client, bucket = _here()
    with _one_error():
        found = client.stat_object(bucket, key)
    return _kept(found)


def _kept(found: Object) -> Kept:
    """An object that the store gives no date for is taken as new."""
    return Kept(found.object_name or "", found.size or 0, found.last_modified or now())


def delete(keys: Iterable[str]) -> None:
    """Remove objects; one that is not there is no error."""
    client, bucket = _here()
    for key in keys:
        with suppress(ObjectMissing), _one_error():
            client.remove_object(bucket, key)


def kept_under(prefix: str) -> Iterator[Kept]:
    """Every object whose key begins with the prefix."""
    client, bucket = _here()
    with _one_error():
        for found in client.list_objects(bucket, prefix=prefix, recursive=True):
            if not found.is_dir:
                yield _kept(found)


def address_to_read(key: str, *, content_type: str, disposition: str, seconds: int = 120) -> str:
    """A presigned address that gives this object, with our type and name, for a short time."""
    client, bucket = _here()
    with _one_error():
        return client.get_presigned_url(
            "GET",
            bucket,
            key,
            expires=timedelta(seconds=seconds),
            response_headers={
                "response-content-type": content_type,
                "response-content-disposition": disposition,
            },
        )


def address_to_write(name: str, *, seconds: int = 600) -> str:
    """A presigned address that takes one upload into quarantine, where nothing is served from."""
    client, bucket = _here()
    with _one_error():
        return client.get_presigned_url(
            "PUT", bucket, QUARANTINE + name, expires=timedelta(seconds=seconds)
        )
