"""The dismissals of an account: `<landing>/<account>/dismissals/`, a file each, written once and whole, never changed.

A file is named after the place of its reject, so that one reject is dismissed once.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.landing.durable import write_new
from orders_pipeline.model.records.dismissals import Dismissal

FOLDER = "dismissals"
DIGITS = 32


def keep(folder: Path, one: Dismissal) -> None:
    """Write it durably into the account's folder."""
    place = f"{one.window_id}\n{one.page_number}\n{one.position}"
    name = hashlib.sha256(place.encode()).hexdigest()[:DIGITS]
    write_new(folder / FOLDER / f"{name}.json", msgspec.json.format(msgspec.json.encode(one), indent=1))


def kept(folder: Path, damaged: list[str]) -> Iterator[Dismissal]:
    """Every dismissal, in no order. A file that tells none is left out, and said in `damaged`."""
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            yield _read(path)
        except Damaged as error:
            damaged.append(str(error))


def _read(path: Path) -> Dismissal:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Dismissal)
    except (ValueError, OSError) as error:
        raise Damaged(f"{path} tells no dismissal; remove it, and dismiss the reject anew") from error
