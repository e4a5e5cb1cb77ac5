"""What each reading of an account came to, one line a run: for `doctor` and for people. No truth is derived from it."""

import os
from datetime import datetime
from pathlib import Path

import msgspec

from orders_pipeline.landing.durable import make_folder

FILE = "attempts.jsonl"


class Attempted(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    windows: int = 0
    orders: int = 0
    failures: tuple[str, ...] = ()


def note(folder: Path, attempted: Attempted) -> None:
    """Append one line, after the torn last one of a killed process if there is one."""
    make_folder(folder)
    with (folder / FILE).open("a+b") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
        torn = file.read(1) not in (b"", b"\n")
        file.write(b"\n" * torn + msgspec.json.encode(attempted) + b"\n")
