"""Read one account: settings and secrets -> a connected channel -> certified windows in the landing."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from orders_pipeline.channels.base import Connection, Patience
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import dialect_of
from orders_pipeline.extract import Reading, ReadReport, Step, read_account
from orders_pipeline.flows.clock import utc_now
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.journal import Attempted, note
from orders_pipeline.landing.manifest import Source
from orders_pipeline.model.days import day_start
from orders_pipeline.settings import Account, BadSettings, Home, Mistake, resolve_secrets
from orders_pipeline.settings.dialects import DIALECTS

AS_USUAL = Patience()


class ReadFailed(RuntimeError):
    """Windows are missing: the cursor stands before them, and the next run reads them again."""

    def __init__(self, report: ReadReport) -> None:
        self.report = report
        lines = [f"  {one.window.name}: {one.failure}" for one in report.failures]
        super().__init__(
            f"account {report.account}: {len(report.failures)} of {len(report.read)} windows could not be certified. "
            f"Nothing is lost: the cursor stays at {report.cursor_after:%Y-%m-%dT%H:%M:%SZ} and the next run reads "
            "them again.\n" + "\n".join(lines)
        )


def read(
    home: Home,
    account: Account,
    *,
    environ: Mapping[str, str] = os.environ,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[str], None] = lambda line: None,
    step: Step = lambda name: None,
    patience: Patience = AS_USUAL,
) -> ReadReport:
    """Everything of the account that is settled and not yet in the landing.

    Raises ReadFailed: some windows are not there; HubError: the hub cannot be asked; BadSettings; Busy.
    """
    landing, dialect = AccountLanding(home.landing, account.name), dialect_of(account.channel)
    channel = dialect.connect(connection_of(home, account, environ, now, patience))
    reading = msgspec.structs.replace(reading_of(account), has_upper_bound=dialect.has_upper_bound)
    try:
        report = read_account(reading, landing, channel, now=now, progress=progress, step=step)
    except HubError as error:
        note(landing.folder, Attempted(at=now(), failures=(str(error),)))
        raise
    finally:
        channel.close()
    failures = tuple(f"{one.window.name}: {one.failure}" for one in report.failures)
    note(landing.folder, Attempted(at=now(), windows=len(report.read), orders=report.orders, failures=failures))
    if failures:
        raise ReadFailed(report)
    return report


def reading_of(account: Account) -> Reading:
    """What is read, and how: the first instant is the start of the merchant's first day."""
    return Reading(
        source=source_of(account),
        start=day_start(account.start_on, account.time_zone),
        overlap=account.overlap,
        settle=account.settle,
        concurrent=account.limits.concurrent,
    )


def source_of(account: Account) -> Source:
    """Whose orders these are. The port is left out: it tells nothing, and a sandbox has another at each start."""
    host = urlsplit(account.base_url).hostname or ""
    return Source(
        account=account.name,
        channel=account.channel,
        host=host,
        scope=account.scope,
        currency=account.currency,
        within=account.merchant_name or ",".join(sorted(account.channel_ids)),
    )


def connection_of(
    home: Home,
    account: Account,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    patience: Patience = AS_USUAL,
    *,
    is_listing: bool = False,
) -> Connection:
    """`is_listing`: nothing is asked of a single stream.

    Raises BadSettings: an environment variable that holds a secret is not set; the account stands for subscriptions
    that were never listed.
    """
    if account.is_to_expand and not is_listing:
        what = "stands for every subscription that its hub lists, and they have not been listed yet"
        remedy = f"Run: orders-pipeline extract {account.name}"
        raise BadSettings("accounts.toml", [Mistake(None, f"accounts.{account.section}", what, remedy)])
    secrets = resolve_secrets(account, environ)
    return Connection(
        account=account.name,
        base_url=account.base_url,
        scope=account.scope,
        secret=lambda name: secrets[name].reveal(),
        concurrent=account.limits.concurrent,
        per_minute=account.limits.per_minute,
        budgets=home.budgets,
        options=_options(account),
        now=now,
        patience=patience,
    )


def _options(account: Account) -> dict[str, str]:
    """Keys of one dialect alone; the others' stay out."""
    told = {
        "changed_by": account.changed_by,
        "merchant_name": account.merchant_name,
        "channel_ids": ",".join(account.channel_ids),
        "currency": account.currency,
        "encoding": account.encoding,
        "hub_time_zone": account.hub_time_zone,
        "page_orders": str(account.page_orders or ""),
    }
    return {key: value for key, value in told.items() if value and key in DIALECTS[account.channel].own}
