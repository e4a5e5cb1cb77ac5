"""Load every certified window that waits: the step after reading, idempotent."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from orders_pipeline.flows.actions.publishing import load_actions
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.flows.incoming import incoming_windows, waiting
from orders_pipeline.flows.making.makers import Makers, Share
from orders_pipeline.flows.proof.rows import waiting_proofs
from orders_pipeline.flows.subscriptions import expanded
from orders_pipeline.landing import dismissals
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.model.records.dismissals import Dismissal
from orders_pipeline.model.records.lineage import Account as AccountRow
from orders_pipeline.settings import Account, Home, Settings
from orders_pipeline.warehouse.accounts import upsert_accounts
from orders_pipeline.warehouse.counts import LoadReport
from orders_pipeline.warehouse.dismissals import insert_dismissals
from orders_pipeline.warehouse.load import load
from orders_pipeline.warehouse.proofs import held_proofs, insert_proofs
from orders_pipeline.warehouse.query import loaded_windows, published_windows
from orders_pipeline.warehouse.writer import DATABASE, writer

Step = Callable[[str], None]


class WindowsDamaged(RuntimeError):
    """The landing is not what it was: every other window is loaded, these wait for a person."""

    def __init__(self, damaged: Sequence[str], report: LoadReport) -> None:
        self.damaged, self.report = tuple(damaged), report
        super().__init__("windows are damaged; all others are loaded.\n" + "\n".join(f"  {one}" for one in damaged))


def waiting_windows(home: Home, settings: Settings) -> list[tuple[str, str]]:
    """(account, window id) of what is certified and not loaded; asks the published snapshot, so it blocks no load."""
    return waiting(home, _names(expanded(home, settings)), published_windows(home.published / DATABASE))


def load_pending(
    home: Home,
    settings: Settings,
    *,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[str], None] = lambda line: None,
    step: Step = lambda name: None,
    share: Share = Share(),  # noqa: B008 -- immutable
) -> LoadReport:
    """Every certified window that is not loaded yet, merged into the tables; proofs, dismissals and actions as rows.

    `share`: how much of it is made by other processes.
    Raises WindowsDamaged: some windows cannot be had from the landing, all others are loaded; WarehouseBusy: another
    process writes; StructureBroken, CountsDoNotAddUp: nothing of the batch was kept.
    """
    accounts = [account for account in expanded(home, settings).accounts if not account.is_to_expand]
    names = [account.name for account in accounts]
    with writer(home.warehouse) as warehouse:
        upsert_accounts(warehouse, [_row(*ranked) for ranked in enumerate(accounts, start=1)])
        damaged: list[str] = []
        insert_proofs(warehouse, waiting_proofs(home, names, held_proofs(warehouse), damaged))
        insert_dismissals(warehouse, _dismissals(home, names, damaged))
        of_actions = load_actions(home, warehouse)
        load_id = _load_id(now())
        with Makers(home.landing, load_id, share) as makers:
            loaded = loaded_windows(warehouse.connection)
            windows = incoming_windows(home, names, loaded, damaged, makers.promised)
            report = load(warehouse, windows, load_id=load_id, now=now, progress=progress, step=step)
    report.rows_written |= of_actions
    if damaged:
        raise WindowsDamaged(damaged, report)
    return report


def _names(settings: Settings) -> list[str]:
    return [account.name for account in settings.accounts]


def _dismissals(home: Home, accounts: Sequence[str], damaged: list[str]) -> Iterator[Dismissal]:
    for name in accounts:
        yield from dismissals.kept(AccountLanding(home.landing, name).folder, damaged)


def _row(rank: int, account: Account) -> AccountRow:
    return AccountRow(
        account=account.name,
        channel=account.channel,
        time_zone=account.time_zone,
        start_on=account.start_on,
        rank=rank,
        same_orders_as=account.same_orders_as,
    )


def _load_id(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%S.%f}Z-{os.getpid()}"
