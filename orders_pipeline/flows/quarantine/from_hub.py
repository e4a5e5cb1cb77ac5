"""Orders of open rejects asked for anew at their hubs: for after a fix there that did not move their update time.

Each order once, by id, and landed; the ordinary load takes it in, where a good version closes every reject of its
order. What was read stays landed and is loaded by the next load, wherever this ends.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from orders_pipeline.channels.base import Patience
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import NotSpoken
from orders_pipeline.extract import Step
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.load import load_pending
from orders_pipeline.flows.quarantine.listing import plain_path
from orders_pipeline.flows.read import AS_USUAL
from orders_pipeline.flows.read_orders import SinglesReport, read_orders
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.landing.account import Busy, OtherSource
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.settings import BadSettings, Home, Settings
from orders_pipeline.warehouse.counts import LoadReport
from orders_pipeline.warehouse.errors import NotPublished
from orders_pipeline.warehouse.rejects import Choice, Rejection, refuse_unknown, rejections
from orders_pipeline.warehouse.writer import DATABASE, writer

WHY = "quarantined, and asked for anew"
# What ends the asking of one account and lets the next one begin.
_OF_ONE_ACCOUNT = (HubError, NotSpoken, Busy, OtherSource, Damaged, BadSettings, OSError)


class Became(StrEnum):
    HEALED = "healed"
    STILL_BAD = "still_bad"
    STALE = "stale"
    ABSENT = "absent"
    NOT_HAD = "not_had"


NOTHING_READ = frozenset({Became.ABSENT, Became.NOT_HAD})
_TOLD = {
    Became.HEALED: "healed: the warehouse holds it as the hub shows it now",
    Became.STALE: "good, and older by its update time than what the warehouse holds; its reject stays open",
    Became.ABSENT: "the hub has no such order; its reject stays open",
    Became.NOT_HAD: "its hub could not be asked",
}


class AskedAnew(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one order. reject: today's, where it is still bad; why: the hub's answer, where it was not had."""

    account: str
    order_id: str
    became: Became
    reject: Rejection | None = None
    why: str | None = None

    @property
    def sentence(self) -> str:
        order = f"order {self.order_id} (account {self.account})"
        if self.reject is not None:
            return f"{order}: still {self.reject.reason} at {plain_path(self.reject.path)}: {self.reject.message}"
        told = self.why or _TOLD[self.became]
        return told if told.startswith(order) else f"{order}: {told.removeprefix(f'account {self.account}: ')}"


class FromHub(msgspec.Struct, frozen=True, kw_only=True):
    """chosen: open rejects that were meant. nameless: of them, those without an id that one could ask for.

    load: what the load did, of other windows that waited too; None where nothing was landed.
    failures: what could not be asked or was not had, a sentence each: of an account, else of an order.
    """

    chosen: int
    nameless: int
    orders: tuple[AskedAnew, ...]
    load: LoadReport | None
    failures: tuple[str, ...]

    @property
    def sentence(self) -> str:
        if not self.chosen:
            return "No open reject is meant: nothing was asked for, and no row changed."
        counts = ", ".join(f"{count:,} {str(became).replace('_', ' ')}" for became, count in self.counted().items())
        return f"{len(self.orders):,} orders of {self.chosen:,} open rejects asked for anew: {counts}"

    def counted(self) -> dict[Became, int]:
        return {became: sum(one.became is became for one in self.orders) for became in Became}


def replay_from_hub(
    home: Home,
    settings: Settings,
    choice: Choice,
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[str], None] = lambda line: None,
    step: Step = lambda name: None,
    patience: Patience = AS_USUAL,
) -> FromHub:
    """Every order of the choice that has an open reject, as its hub shows it now, loaded.

    A hub that cannot be asked stops no other. Raises NotPublished: there is no warehouse yet; BadChoice: it has no such
    account or reason; WarehouseBusy: another process writes; WindowsDamaged, StructureBroken as `load_pending`.
    """
    chosen, named = _open(home, choice), expanded(home, settings)
    read: dict[str, SinglesReport] = {}
    unasked, failures = list[AskedAnew](), list[str]()
    for account, order_ids in _by_account(chosen).items():
        try:
            read[account] = read_orders(
                home,
                named.account(account),
                order_ids,
                why=WHY,
                environ=environ,
                now=now,
                progress=progress,
                step=step,
                patience=patience,
            )
        except _OF_ONE_ACCOUNT as error:
            unasked += [AskedAnew(account=account, order_id=one, became=Became.NOT_HAD) for one in order_ids]
            why = str(error).removeprefix(f"account {account}: ")
            failures.append(f"account {account}: {len(order_ids):,} orders could not be asked for. {why}")
    load, left = None, chosen
    if any(report.window_id for report in read.values()):
        load = load_pending(home, settings, now=now, progress=progress, step=step)
        left = _open(home, Choice(account=choice.account, order_id=choice.order_id))
    asked = [one for report in read.values() for one in _became(report, left)]
    return FromHub(
        chosen=len(chosen),
        nameless=sum(one.order_id is None for one in chosen),
        orders=(*asked, *unasked),
        load=load,
        failures=(*(one.sentence for one in asked if one.became in NOTHING_READ), *failures),
    )


def _open(home: Home, choice: Choice) -> list[Rejection]:
    """Of the writer's own file: what is loaded and not published yet counts too."""
    if not (home.warehouse / DATABASE).exists():
        raise NotPublished(home.warehouse / DATABASE)
    with writer(home.warehouse) as warehouse:
        refuse_unknown(warehouse.connection, choice)
        return rejections(warehouse.connection, choice)


def _by_account(chosen: Iterable[Rejection]) -> dict[str, list[str]]:
    """The orders of each account, each once."""
    found: dict[str, dict[str, None]] = {}
    for one in chosen:
        if one.order_id is not None:
            found.setdefault(one.account, {})[one.order_id] = None
    return {account: list(order_ids) for account, order_ids in found.items()}


def _became(report: SinglesReport, left: Iterable[Rejection]) -> Iterable[AskedAnew]:
    """`left`: the rejects that are open now."""
    of_account = [one for one in left if one.account == report.account]
    still_open = {one.order_id for one in of_account}
    of_today = {one.order_id: one for one in of_account if one.window_id == report.window_id}
    for order_id in report.read.found:
        reject = of_today.get(order_id)
        became = Became.STILL_BAD if reject else Became.STALE if order_id in still_open else Became.HEALED
        yield AskedAnew(account=report.account, order_id=order_id, became=became, reject=reject)
    for order_id in report.read.absent:
        yield AskedAnew(account=report.account, order_id=order_id, became=Became.ABSENT)
    for order_id, why in report.read.failed.items():
        yield AskedAnew(account=report.account, order_id=order_id, became=Became.NOT_HAD, why=why)
