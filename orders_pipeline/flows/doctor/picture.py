"""What a home looks like at one instant: everything that the examinations judge, gathered beforehand. Plain data.

Sentences in it are our own: of mistakes, of failures that were noted, of damage. No secret and no order is in it.
"""

from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path

import msgspec

from orders_pipeline.actions.journal.glance import Glance
from orders_pipeline.landing.journal import Attempted
from orders_pipeline.landing.listing import window_of
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window
from orders_pipeline.settings import Account, Alerts, Mistake


class Link(Enum):
    """Where the link to the published snapshot leads."""

    ABSENT = auto()
    BROKEN = auto()
    UNREADABLE = auto()  # to a folder without a manifest
    LEADS = auto()


class Yaml(Enum):
    """What stands in Dagster's home as dagster.yaml."""

    MISSING = auto()
    OURS = auto()
    STALE = auto()  # ours, of another version or edited
    OWN = auto()  # a person's: it stays


class Landing(msgspec.Struct, frozen=True, kw_only=True):
    """An account's landing: names of its windows by purpose, sorted, and what the newest manifests hold.

    attempts, proofs: what the newest readings and second proofs came to. looked_into: how many manifests those are.
    damaged: a sentence for each that cannot be loaded.
    """

    names: Mapping[Purpose, tuple[str, ...]]
    looked_into: int = 0
    damaged: tuple[str, ...] = ()
    bytes_a_day: float | None = None
    attempts: tuple[Attempted, ...] = ()
    proofs: tuple[Attempted, ...] = ()
    other_source: str | None = None
    unfinished: tuple[str, ...] = ()

    @property
    def live(self) -> tuple[str, ...]:
        return self.names[Purpose.LIVE]

    def not_in(self, loaded: Set[str]) -> list[str]:
        """The windows, as `purpose/name`, that are certified and not among `loaded`."""
        ids = (f"{purpose}/".__add__ for purpose in self.names)
        return [
            window_id
            for window_id_of, names in zip(ids, self.names.values(), strict=True)
            for window_id in map(window_id_of, names)
            if window_id not in loaded
        ]


class AccountSeen(msgspec.Struct, frozen=True, kw_only=True):
    """An account of accounts.toml with its landing.

    start: the first instant that is read. unset: what is wrong with the variables that hold its secrets. waiting:
    windows that are certified and not in the published snapshot; since: when the first of them was certified.
    """

    account: Account
    start: datetime
    unset: tuple[Mistake, ...]
    landing: Landing
    waiting: int = 0
    waiting_since: datetime | None = None
    holes: tuple[Window, ...] = ()

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def last_success_at(self) -> datetime | None:
        """When its hub last let us in, as far as the newest attempts tell."""
        used = (attempt.at for attempt in self.landing.attempts if attempt.windows or not attempt.failures)
        return max(used, default=None)

    @property
    def read_until(self) -> datetime | None:
        """Where the cursor stands; None before the first certified window."""
        if not self.landing.live:
            return None
        reached = window_of(self.landing.live[-1]).end
        return self.holes[0].start if self.holes else reached


class Rejects(msgspec.Struct, frozen=True, kw_only=True):
    """Orders of an account that are quarantined for one reason, neither healed nor dismissed."""

    account: str
    reason: str
    orders: int
    oldest_at: datetime


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """The newest second proof of an account. fetched: orders that the windows had missed, and that it read by id."""

    account: str
    proved_at: datetime
    still_missing: int
    fetched: int


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The snapshot that readers see. missing: files that its manifest names and that are not there, or cut.

    loaded: the windows in it, by account; None where its database is among the missing.
    """

    number: int
    made_at: datetime
    schema_version: str
    bytes: int
    missing: tuple[str, ...]
    loaded: Mapping[str, Set[str]] | None = None
    rejects: tuple[Rejects, ...] = ()
    proofs: tuple[Proven, ...] = ()


class Warehouse(msgspec.Struct, frozen=True, kw_only=True):
    """The writer's file. storage: the number of its format. stored_version: of its tables, where it had to be asked."""

    bytes: int
    storage: int | None
    stored_version: str | None = None


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """A lock that is held. what: `loading`, `reading us-main`. since: when its process began; None where it is gone."""

    what: str
    path: Path
    pid: int
    since: datetime | None


class Switch(msgspec.Struct, frozen=True):
    """A schedule or sensor that a person stopped."""

    kind: str
    name: str


class Run(msgspec.Struct, frozen=True):
    """The newest run of a job that ended."""

    job: str
    run_id: str
    failed: bool
    ended_at: datetime


class Dagster(msgspec.Struct, frozen=True, kw_only=True):
    """Its home and its versions. heartbeat_at: when its daemon last said that it lives; None where it never did."""

    yaml: Yaml
    versions: tuple[tuple[str, str], ...]
    heartbeat_at: datetime | None = None
    stopped: tuple[Switch, ...] = ()
    last_runs: tuple[Run, ...] = ()


class HubSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What a hub answered: how far its clock is ahead of ours, and how many orders changed within its last day."""

    account: str
    ahead: timedelta | None = None
    orders: int | None = None
    failure: str | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """at: this machine's clock. hub_at: the instant that the hubs live at; another one only where they are a sandbox.

    hubs: none where they were not asked. unseen: parts that could not be looked at, each with the kind of error.
    """

    at: datetime
    hub_at: datetime
    home: Path
    is_demo: bool = False
    mistakes: tuple[Mistake, ...] = ()
    accounts: tuple[AccountSeen, ...] = ()
    alerts: Alerts
    alerts_unset: tuple[Mistake, ...] = ()
    strangers: tuple[str, ...] = ()
    warehouse: Warehouse | None = None
    link: Link = Link.ABSENT
    published: Published | None = None
    schema_version: str = ""
    locks: tuple[Lock, ...] | None = None
    free_bytes: int = 0
    paused: timedelta = timedelta(0)
    unfinished: tuple[str, ...] = ()
    zones_known: bool = True
    dagster: Dagster | None = None
    actions: Glance | None = None
    hubs: tuple[HubSeen, ...] = ()
    unseen: tuple[tuple[str, str], ...] = ()

    @property
    def living(self) -> tuple[AccountSeen, ...]:
        """The accounts that are to be read: all but those that their hub no longer lists."""
        return tuple(seen for seen in self.accounts if not seen.account.is_gone)

    def quarantined(self, account: str) -> int:
        """Orders of the account that are quarantined and not healed."""
        rejects = self.published.rejects if self.published else ()
        return sum(one.orders for one in rejects if one.account == account)
