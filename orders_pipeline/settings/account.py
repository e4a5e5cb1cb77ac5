"""What an account is: the types that the rest of the program is given.

Immutable, hashable, picklable. No parsing, no defaults of a dialect, no values of secrets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from orders_pipeline.settings.able import Capabilities
from orders_pipeline.settings.actions import Ceilings
from orders_pipeline.settings.alerts import Alerts
from orders_pipeline.settings.mistakes import BadSettings, Mistake, nearest

Channel = Literal["channeladvisor", "channeladvisor_soap", "channelunity", "channelape"]
Acknowledge = Literal["never", "after_load"]
WriteBack = Literal["dry_run", "on"]
Approval = Literal["none", "one"]
ChangedBy = Literal["updated", "status_dates"]
Encoding = Literal["twice", "once"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
ACKNOWLEDGE: tuple[Acknowledge, ...] = get_args(Acknowledge)
WRITE_BACK: tuple[WriteBack, ...] = get_args(WriteBack)
APPROVAL: tuple[Approval, ...] = get_args(Approval)
CHANGED_BY: tuple[ChangedBy, ...] = get_args(ChangedBy)
ENCODING: tuple[Encoding, ...] = get_args(Encoding)

ALL = ""
"""The scope of a ChannelUnity account that reads every subscription which ValidateUser lists."""


class SecretNames(Mapping[str, str]):
    """Which environment variable holds which secret. A mapping that cannot change, so that an account can be a key."""

    __slots__ = ("_names",)

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = MappingProxyType(dict(names))

    def __getitem__(self, secret: str) -> str:
        return self._names[secret]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __hash__(self) -> int:
        return hash(frozenset(self._names.items()))

    def __repr__(self) -> str:
        return f"SecretNames({dict(self._names)})"

    def __reduce__(self) -> tuple[type["SecretNames"], tuple[dict[str, str]]]:
        return SecretNames, (dict(self._names),)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What the hub allows: `concurrent` requests an application, `per_minute` requests a profile."""

    concurrent: int
    per_minute: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Approvals:
    """How many people must agree before an action of each kind is sent."""

    ship: Approval = "none"
    cancel: Approval = "one"
    refund: Approval = "one"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """One stream of orders: one profile or subscription, read and written with one credential."""

    name: str
    """`us-main`, or `us-main/12345678` where one section of the file covers several."""
    section: str
    """`us-main`: the section of the file. Accounts of one section share their credential."""
    channel: Channel
    base_url: str
    """Lower-case scheme and host, no trailing slash. The only host that is ever spoken to."""
    start_on: date
    scope: str
    """channeladvisor: ProfileID · channeladvisor_soap: accountID · channelunity: SettingsLinkId or ALL
    · channelape: businessId."""
    secrets: Mapping[str, str]
    """NAMES of environment variables, by the dialect's word for the secret."""
    overlap: timedelta
    settle: timedelta
    limits: Limits
    time_zone: str = "UTC"
    """IANA name of the merchant's day, for views."""
    acknowledge: Acknowledge = "never"
    write_back: WriteBack = "dry_run"
    approval: Approvals = field(default_factory=Approvals)
    capabilities: Capabilities = ()
    """By family of marketplaces, or `*`, what the hub can or cannot do there otherwise than by our table."""
    same_orders_as: str | None = None
    """Name of the account that sees the same profile by another protocol."""
    merchant_name: str | None = None
    """channelunity only."""
    carriers: tuple[str, ...] = ()
    """ChannelAdvisor only: `UPS/GROUND`, each pair of carrier and class of the account; empty: as the hub says."""
    channel_ids: tuple[str, ...] = ()
    """channelape only; empty: every channel of the business."""
    currency: str | None = None
    """channeladvisor_soap only: its orders do not say their currency."""
    changed_by: ChangedBy = "updated"
    """channeladvisor only: windows by UpdatedDateUtc, or by the set of dates that change with an order's states."""
    encoding: Encoding = "twice"
    """channelunity only: how often the XML is percent-encoded on its way, the encoding of the form among it."""
    hub_time_zone: str = "UTC"
    """channelunity only: IANA name of the zone in which the hub reads dates that it is asked by."""
    page_orders: int | None = None
    """channelunity only: orders to ask for on a page; None: as many as the hub gives."""
    gone_since: datetime | None = None
    """When the hub was first seen not to list the subscription any more; None: it is read."""

    @property
    def is_to_expand(self) -> bool:
        """True where the hub is to be asked which subscriptions this account stands for."""
        return self.scope == ALL

    @property
    def is_gone(self) -> bool:
        """What is held of it stays, and nothing more is read."""
        return self.gone_since is not None

    def for_subscription(self, scope: str) -> "Account":
        """One of the accounts that this one stands for. Always `name/scope`, so that a second one renames nothing."""
        return replace(self, name=f"{self.section}/{scope}", scope=scope)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that accounts.toml says, in the file's order."""

    accounts: tuple[Account, ...]
    alerts: Alerts = field(default_factory=Alerts)
    actions: Ceilings = field(default_factory=Ceilings)

    def account(self, name: str) -> Account:
        """The account of that name.     Raises BadSettings: naming those that there are."""
        known = {account.name: account for account in self.accounts}
        if name in known:
            return known[name]
        remedy = nearest(name, known) or f"Name one of: {', '.join(known)}."
        raise BadSettings("accounts.toml", [Mistake(None, "accounts", f"has no account {name!r}", remedy)])
