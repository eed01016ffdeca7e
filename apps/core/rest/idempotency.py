"""`Idempotency-Key` on POST: the first answer is kept for 24 hours and given again.

The same key with another body is refused; while the first request runs, a second waits its turn (409).
The answer is stored in the transaction of the act itself: both are there, or neither.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from apps.core import context
from apps.core.models import IdempotentAnswer
from apps.core.rest.renderers import answer

HEADER = "Idempotency-Key"
KEEP = timedelta(hours=24)
STUCK = timedelta(minutes=10)
LONGEST = 200


class BadKey(ValueError):
    """The key is too long to be kept."""

    code = "invalid_value"
    hint = f"Use at most {LONGEST} characters, such as a UUID."


class KeyReused(ValueError):
    """The key was used for a request that said something else."""

    code = "idempotency_mismatch"
    hint = "Use a new key for a new request."


class StillRunning(RuntimeError):
    """The first request with this key has not ended."""

    code = "idempotency_in_progress"
    hint = "Ask again in a moment."


def once(request: Request, call: Callable[[], HttpResponse]) -> HttpResponse:
    """Do a POST, or give the answer it had the first time. Raises `BadKey`, `KeyReused`, `StillRunning`."""
    key = request.headers.get(HEADER, "")
    actor_id = context.current().actor.user_id
    if not key or actor_id is None:
        return call()
    if len(key) > LONGEST:
        raise BadKey("The Idempotency-Key is too long.")
    mark = fingerprint(request)
    _forget_old(actor_id)
    row, first = IdempotentAnswer.objects.get_or_create(actor_id=actor_id, key=key, defaults={"fingerprint": mark})
    return _do(row, call) if first else _again(row, mark)


def _do(row: IdempotentAnswer, call: Callable[[], HttpResponse]) -> HttpResponse:
    """An error leaves nothing behind, so that the caller may try again with the same key.

    Whatever the error is, it goes on to the caller: only the mark that the key is in use is taken away.
    """
    try:
        with transaction.atomic():
            response = call()
            body = {"body": orjson.loads(response.content or b"null"), "location": response.headers.get("Location", "")}
            IdempotentAnswer.objects.filter(pk=row.pk).update(status=response.status_code, body=body)
    except Exception:
        IdempotentAnswer.objects.filter(pk=row.pk).delete()
        raise
    return response


def _again(row: IdempotentAnswer, mark: str) -> HttpResponse:
    if row.fingerprint != mark:
        raise KeyReused("This Idempotency-Key was used for another request.")
    if row.status is None or row.body is None:
        raise StillRunning("The first request with this Idempotency-Key is still being answered.")
    headers = {"Idempotent-Replayed": "true"}
    if row.body["location"]:
        headers["Location"] = row.body["location"]
    return answer(row.body["body"], row.status, headers)


def _forget_old(actor_id: int) -> None:
    now = timezone.now()
    mine = IdempotentAnswer.objects.filter(actor_id=actor_id)
    mine.filter(created_at__lt=now - KEEP).delete()
    mine.filter(status=None, created_at__lt=now - STUCK).delete()


def fingerprint(request: Request) -> str:
    """What a request says: method, address, values and the contents of files."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    data: Any = request.data
    if hasattr(data, "lists"):
        for name, values in sorted(data.lists()):
            for value in values:
                found.update(
                    f"{name}=".encode() + (_contents(value) if isinstance(value, UploadedFile) else str(value).encode())
                )
    else:
        found.update(json.dumps(data, sort_keys=True).encode())  # orjson knows no integer past 64 bits
    return found.hexdigest()


def _contents(file: Any) -> bytes:
    digest = hashlib.sha256(str(file.name).encode())
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.digest()
