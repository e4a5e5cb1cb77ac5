"""What each reading and each second proof of an account came to, one line a run: for `doctor` and for people.

No truth is derived from it.
"""

import os
from datetime import datetime
from pathlib import Path

import msgspec

from orders_pipeline.landing.durable import make_folder

FILE = "attempts.jsonl"
PROOFS = "proofs.jsonl"


class Attempted(msgspec.Struct, frozen=True, kw_only=True):
    """windows: that were read; of a proof: days and marks that were proven. orders: that the hub showed or listed."""

    at: datetime
    windows: int = 0
    orders: int = 0
    failures: tuple[str, ...] = ()


def note(folder: Path, attempted: Attempted, file_name: str = FILE) -> None:
    """Append one line, after the torn last one of a killed process if there is one."""
    make_folder(folder)
    with (folder / file_name).open("a+b") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
        torn = file.read(1) not in (b"", b"\n")
        file.write(b"\n" * torn + msgspec.json.encode(attempted) + b"\n")


def newest(folder: Path, file_name: str = FILE, most_bytes: int = 65_536) -> list[Attempted]:
    """The last lines, oldest first, as far as `most_bytes` hold them; none where nothing was ever tried.

    Lines that a killed process tore are left out.
    """
    try:
        with (folder / file_name).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - most_bytes))
            lines = file.read().split(b"\n")[1 if size > most_bytes else 0 :]
    except FileNotFoundError:
        return []
    return [attempted for line in lines if (attempted := _read(line))]


def _read(line: bytes) -> Attempted | None:
    try:
        return msgspec.json.decode(line, type=Attempted)
    except msgspec.MsgspecError:
        return None
