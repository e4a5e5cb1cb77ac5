"""Looks at the landing of an account: all names, and what the newest manifests hold.

Bodies are looked for, not read: whether their bytes are as they were landed is proven by every load.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import msgspec

from orders_pipeline.flows.doctor.picture import Landing
from orders_pipeline.flows.read import source_of
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.landing.durable import BEING_WRITTEN
from orders_pipeline.landing.journal import PROOFS, newest
from orders_pipeline.landing.listing import listed, window_of
from orders_pipeline.landing.manifest import Manifest, Purpose, Source
from orders_pipeline.settings import Account, Home

NEWEST = 96  # windows of each purpose that are looked into: a day of them
MOST_STAMPS = 1_000  # files whose age is asked for
A_DAY = timedelta(days=1)


def look(home: Home, account: Account, now: float) -> Landing:
    """`now`: seconds since the epoch, as files are stamped."""
    landing = AccountLanding(home.landing, account.name)
    names = {purpose: tuple(listed(landing.folder, purpose)) for purpose in Purpose}
    read, damaged = _newest(landing, names)
    return Landing(
        names=names,
        looked_into=len(read) + len(damaged),
        damaged=tuple(damaged),
        bytes_a_day=_bytes_a_day(landing, read),
        attempts=tuple(newest(landing.folder)),
        proofs=tuple(newest(landing.folder, PROOFS)),
        other_source=_other_source(landing, account),
        unfinished=tuple(unfinished(landing.folder, now)),
    )


def unfinished(folder: Path, now: float) -> Iterator[str]:
    """Half-written files right in a folder that are older than a day; those of bodies are cleared by every reading."""
    for place in (folder, *(folder / purpose for purpose in Purpose)):
        names = os.listdir(place) if place.is_dir() else []  # noqa: PTH208 - years of names: no Path for each
        for left in (place / name for name in names if name.startswith(BEING_WRITTEN)):
            if now - left.stat().st_mtime > A_DAY.total_seconds():
                yield str(left)


def certified_at(home: Home, account: Account, window_ids: list[str]) -> float | None:
    """When the first of these windows was certified, by the stamps of their files; None where there are none."""
    folder = AccountLanding(home.landing, account.name).folder
    stamps = ((folder / f"{window_id}.json").stat().st_mtime for window_id in window_ids[:MOST_STAMPS])
    return min(stamps, default=None)


def _newest(landing: AccountLanding, names: Mapping[Purpose, tuple[str, ...]]) -> tuple[list[Manifest], list[str]]:
    """The newest manifests of each purpose, and what is wrong with those that are damaged."""
    read: list[Manifest] = []
    damaged: list[str] = []
    for purpose in Purpose:
        for name in names[purpose][-NEWEST:]:
            try:
                manifest = landing.manifest(purpose, window_of(name))
            except Damaged as error:
                damaged.append(str(error))
                continue
            missing = [page.sha256 for page in manifest.pages if not _has_content(landing, page.sha256)]
            if missing:
                path = landing.folder / purpose / f"{name}.json"
                damaged.append(
                    f"{path} names {len(missing)} bodies that are not there, the first {missing[0]}; restore "
                    f"{landing.folder / 'bodies'}, or remove the manifest, and the window is read again"
                )
            else:
                read.append(manifest)
    return read, damaged


def _has_content(landing: AccountLanding, sha256: str) -> bool:
    path = landing.bodies.path(sha256)
    return path.is_file() and path.stat().st_size > 0


def _bytes_a_day(landing: AccountLanding, manifests: list[Manifest]) -> float | None:
    """How fast the landing grows, by the newest live windows; None before there are any."""
    live = [manifest for manifest in manifests if manifest.purpose is Purpose.LIVE]
    if not live:
        return None
    bodies = {page.sha256 for manifest in live for page in manifest.pages}
    total = sum(landing.bodies.path(sha256).stat().st_size for sha256 in bodies)
    total += sum((landing.folder / Purpose.LIVE / f"{manifest.window.name}.json").stat().st_size for manifest in live)
    days = sum((manifest.window.length for manifest in live), timedelta(0)) / A_DAY
    return total / days


def _other_source(landing: AccountLanding, account: Account) -> str | None:
    """What the landing is of, where that is not what accounts.toml says."""
    try:
        held = msgspec.json.decode((landing.folder / "source.json").read_bytes(), type=Source)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError:
        return "a source that source.json no longer tells"
    if held == source_of(account):
        return None
    return f"{held.channel} {held.scope} at {held.host}"
