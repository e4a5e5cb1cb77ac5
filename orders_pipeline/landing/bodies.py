"""Bodies by their SHA-256, compressed with zstd: stored once however often a hub repeats itself."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from orders_pipeline.landing.durable import sync, write_unsynced

_ROOM = 8 * 1024 * 1024  # bytes of bodies that are looked at before they are read: a window of usual size


class Damaged(RuntimeError):
    """A landed body or manifest is no longer what it was: restore it, or remove the manifest and read again."""


def decompressed(file: Path) -> bytes:
    """What stands in a landed body. Raises OSError or ArrowException: no zstd file."""
    with pa.input_stream(str(file), compression="zstd") as stream:
        return bytes(stream.read())


class Bodies:
    """A folder of bodies, `ab/abcdef….zst`; each is a plain zstd file.

    One that a power cut has spoilt is found out by its name, and written again by the next `put`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looked_at: dict[str, bytes] = {}

    def put(self, body: bytes) -> str:
        """Store, durably after `sync`; returns the SHA-256 in hex, which is the name."""
        sha256 = hashlib.sha256(body).hexdigest()
        if not self._is_intact(sha256):
            write_unsynced(self.path(sha256), pa.compress(body, codec="zstd", asbytes=True))
        return sha256

    def sync(self, sha256s: Iterable[str]) -> None:
        """Make stored bodies durable, whoever stored them: once for all of a window, because each wait is long."""
        sync(map(self.path, sha256s), self._folder)

    def look_at(self, sha256s: Iterable[str]) -> None:
        """Are they as they were landed? What has room is kept for the next `get`. Raises Damaged."""
        self._looked_at, room = {}, _ROOM
        for sha256 in sha256s:
            body = self.get(sha256)
            if len(body) <= room and sha256 not in self._looked_at:
                self._looked_at[sha256], room = body, room - len(body)

    def get(self, sha256: str) -> bytes:
        """The bytes as they were landed. Raises Damaged: they are missing or others."""
        if (looked_at := self._looked_at.pop(sha256, None)) is not None:
            return looked_at
        try:
            body = decompressed(self.path(sha256))
        except (OSError, pa.ArrowException) as error:
            raise Damaged(f"landed body {sha256} cannot be read: {error}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise Damaged(f"landed body {sha256} has other content than its name says")
        return body

    def _is_intact(self, sha256: str) -> bool:
        if not self.path(sha256).exists():
            return False
        try:
            self.get(sha256)
        except Damaged:
            return False
        return True

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.zst"
