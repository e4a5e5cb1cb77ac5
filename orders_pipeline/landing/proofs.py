"""The proofs of an account: `<landing>/<account>/proofs/`, a file a run, written once and whole, never changed.

Beside the rows of the table `proofs` it names the orders in question. The lists that were compared are bodies.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.landing.durable import write_new
from orders_pipeline.landing.manifest import Source
from orders_pipeline.model.records.proofs import Proof

FOLDER = "proofs"
FORMAT = 1
_STAMP = "%Y%m%dT%H%M%S.%fZ"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One proof, and the ids behind its counts. failed: why a missing order could not be had."""

    proof: Proof
    missing: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    failed: dict[str, str] = {}
    quarantined: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    refreshed: tuple[str, ...] = ()


class ProofRun(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one run proved of an account."""

    format: int = FORMAT
    account: str
    source: Source
    proved_at: datetime
    findings: tuple[Finding, ...]


class _Format(msgspec.Struct):
    format: int


def keep(folder: Path, run: ProofRun) -> None:
    """Write the run durably into the account's folder."""
    write_new(_path(folder, run.proved_at), msgspec.json.format(msgspec.json.encode(run), indent=1))


def kept(folder: Path) -> list[datetime]:
    """When the account was proven, in order, by the names of the files alone."""
    found = []
    for path in (folder / FOLDER).glob("*.json"):
        try:
            found.append(datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC))
        except ValueError:
            continue  # not a name of ours
    return sorted(found)


def read(folder: Path, proved_at: datetime) -> ProofRun:
    """Raises Damaged: the file is no run of proofs; removing it loses evidence and no order."""
    path = _path(folder, proved_at)
    try:
        content = path.read_bytes()
        if msgspec.json.decode(content, type=_Format).format != FORMAT:
            raise ValueError("another format")
        return msgspec.json.decode(content, type=ProofRun)
    except (ValueError, OSError) as error:
        raise Damaged(f"{path} tells no proofs; remove it, and the days are proven again") from error


def runs(folder: Path) -> Iterator[ProofRun]:
    """Every run, in order."""
    return (read(folder, proved_at) for proved_at in kept(folder))


def _path(folder: Path, proved_at: datetime) -> Path:
    return folder / FOLDER / f"{proved_at.astimezone(UTC).strftime(_STAMP)}.json"
