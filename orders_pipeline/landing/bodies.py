"""Bodies by their SHA-256, compressed with zstd: stored once however often a hub repeats itself."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from orders_pipeline.landing.durable import sync, write_unsynced


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

    def put(self, body: bytes) -> str:
        """Store, durably after `sync`; returns the SHA-256 in hex, which is the name."""
        sha256 = hashlib.sha256(body).hexdigest()
        if not self._is_intact(sha256):
            write_unsynced(self.path(sha256), pa.compress(body, codec="zstd", asbytes=True))
        return sha256

    def sync(self, sha256s: Iterable[str]) -> None:
        """Make stored bodies durable, whoever stored them: once for all of a window, because each wait is long."""
        sync(map(self.path, sha256s), self._folder)

    def get(self, sha256: str) -> bytes:
        """The bytes as they were landed. Raises Damaged: they are missing or others."""
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
