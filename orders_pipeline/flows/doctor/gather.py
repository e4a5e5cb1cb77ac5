"""Gathers the picture of a home. Reads files, opens the published snapshot; no network, no lock, nothing is written.

A part that cannot be looked at becomes a line of the picture, and stops no other.
"""

import json
import shutil
import time
from collections.abc import Callable, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orders_pipeline.actions.journal.glance import glance
from orders_pipeline.channels.budget import longest_pause
from orders_pipeline.flows.demo import is_foreign
from orders_pipeline.flows.doctor import dagster_files, landings, locks, tables
from orders_pipeline.flows.doctor.picture import AccountSeen, Landing, Link, Picture
from orders_pipeline.flows.read import reading_of
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.landing.account import accounts_in
from orders_pipeline.landing.listing import holes
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.settings import (
    Account,
    BadSettings,
    Home,
    Mistake,
    Settings,
    load_settings,
    resolve_alert_secrets,
    resolve_secrets,
)
from orders_pipeline.warehouse.schema import schema_version

T = TypeVar("T")
A_DAY = timedelta(days=1)


def gather(home: Home, environ: Mapping[str, str], at: datetime, dagster_yaml: bytes) -> Picture:
    """`at`: this machine's clock, UTC. `dagster_yaml`: the committed one, to compare the home's with."""
    unseen: dict[str, str] = {}
    mistakes, written = _settings(home)
    settings = _seen(unseen, "subscriptions", lambda: expanded(home, written), written)
    published = _seen(unseen, "published", lambda: tables.published(home), None)
    link = tables.link_of(home)
    loaded = published.loaded if published else {} if link is Link.ABSENT else None
    held = _seen(unseen, "locks", lambda: locks.held(home), None)
    is_written = any(lock.path.parent == home.warehouse for lock in held or ())
    demo = is_demo(home)
    return Picture(
        at=at,
        hub_at=_seen(unseen, "sandbox", lambda: _sandbox_clock(home), at) if demo else at,
        home=home.root,
        is_demo=demo,
        mistakes=mistakes,
        accounts=tuple(_account(home, account, environ, at, loaded, unseen) for account in settings.accounts),
        alerts=settings.alerts,
        alerts_unset=_wrong_with(lambda: resolve_alert_secrets(settings.alerts, environ)),
        strangers=_strangers(home, settings) if not mistakes else (),
        link=link,
        published=published,
        schema_version=schema_version(),
        warehouse=_seen(unseen, "warehouse", lambda: tables.warehouse(home, published, is_written=is_written), None),
        locks=held,
        free_bytes=shutil.disk_usage(next(path for path in (home.root, *home.root.parents) if path.exists())).free,
        paused=timedelta(seconds=longest_pause(home.budgets)),
        unfinished=tuple(_unfinished(home)),
        zones_known=_zones_known(),
        dagster=_seen(unseen, "dagster", lambda: dagster_files.look(home, dagster_yaml), None),
        actions=_seen(unseen, "actions", lambda: glance(home.journal), None),
        unseen=tuple(unseen.items()),
    )


def is_demo(home: Home) -> bool:
    """Is accounts.toml the demo's, whose hubs are the sandbox?"""
    try:
        return home.accounts_file.exists() and not is_foreign(home)
    except OSError:
        return False


def _seen(unseen: dict[str, str], part: str, look: Callable[[], T], otherwise: T) -> T:
    """What is found; where that fails for a reason that nobody foresaw, its kind, which holds no values."""
    try:
        return look()
    except Exception as error:
        unseen[part] = type(error).__name__
        return otherwise


def _settings(home: Home) -> tuple[tuple[Mistake, ...], Settings]:
    try:
        return (), load_settings(home.accounts_file)
    except BadSettings as bad:
        return bad.mistakes, Settings(())


def _wrong_with(resolve: Callable[[], object]) -> tuple[Mistake, ...]:
    try:
        resolve()
    except BadSettings as bad:
        return bad.mistakes
    return ()


def _account(
    home: Home,
    account: Account,
    environ: Mapping[str, str],
    at: datetime,
    loaded: Mapping[str, Set[str]] | None,
    unseen: dict[str, str],
) -> AccountSeen:
    """`loaded`: the windows that readers see, by account; None where that cannot be told."""
    nothing = Landing(names=dict.fromkeys(Purpose, ()))
    landing = _seen(unseen, account.name, lambda: landings.look(home, account, at.timestamp()), nothing)
    waiting = landing.not_in(loaded.get(account.name, frozenset())) if loaded is not None else []
    since = landings.certified_at(home, account, waiting)
    start = reading_of(account).start
    return AccountSeen(
        account=account,
        start=start,
        unset=_wrong_with(lambda: resolve_secrets(account, environ)),
        landing=landing,
        waiting=len(waiting),
        waiting_since=datetime.fromtimestamp(since, UTC) if since is not None else None,
        holes=tuple(holes(start, landing.live)),
    )


def _strangers(home: Home, settings: Settings) -> tuple[str, ...]:
    """Accounts that have a landing and stand in accounts.toml no more."""
    named = {account.name for account in settings.accounts}
    return tuple(name for name in accounts_in(home.landing) if name not in named)


def _unfinished(home: Home) -> list[str]:
    """What a killed process left half done, and a day has passed since."""
    left = [*home.snapshots.glob(".building-*"), *home.root.glob(f".{home.published.name}-*")]
    return [str(path) for path in left if time.time() - path.lstat().st_mtime > A_DAY.total_seconds()]


def _sandbox_clock(home: Home) -> datetime:
    """The instant at which a demo's hubs stand still."""
    told = json.loads((home.sandbox / "clock.json").read_text())
    return datetime.fromisoformat(told["now"])


def _zones_known() -> bool:
    try:
        ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError:
        return False
    return True
