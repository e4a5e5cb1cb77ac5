"""What a snapshot says of itself: `manifest.json`, typed. Only its shape and its reading and writing."""

from datetime import datetime
from pathlib import Path

import msgspec

NAME = "manifest.json"


class File(msgspec.Struct, frozen=True):
    """A file of the snapshot by its path within it."""

    path: str
    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`sequence` is the last commit of the warehouse in it; with another warehouse_id it compares to nothing."""

    number: int
    made_at: datetime
    warehouse_id: str
    schema_version: str
    sequence: int
    rows: dict[str, int]
    files: tuple[File, ...]

    @property
    def by_path(self) -> dict[str, File]:
        return {file.path: file for file in self.files}


def read_manifest(snapshot: Path) -> Manifest | None:
    """None where there is none, or none that can be read: then nothing of the snapshot is relied on."""
    try:
        return msgspec.json.decode((snapshot / NAME).read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write_manifest(snapshot: Path, manifest: Manifest) -> None:
    (snapshot / NAME).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
