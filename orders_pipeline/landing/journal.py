"""What each reading of an account came to, one line a run: for `doctor` and for people. No truth is derived from it."""

from datetime import datetime
from pathlib import Path

import msgspec

FILE = "attempts.jsonl"


class Attempted(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    windows: int = 0
    orders: int = 0
    failures: tuple[str, ...] = ()


def note(folder: Path, attempted: Attempted) -> None:
    """Append one line; a torn last line of a killed process is left where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("ab") as file:
        file.write(msgspec.json.encode(attempted) + b"\n")
