"""The check that a reading left no window without a certificate. It is told before the run fails, so that it stays."""

from collections.abc import Iterator, Sequence

import dagster as dg

from orders_pipeline.channels.errors import HubError
from orders_pipeline.defs.names import landing_key
from orders_pipeline.extract import ReadReport
from orders_pipeline.settings import Account

NAME = "every_window_certified"


def certified_spec(account: Account) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        NAME,
        asset=landing_key(account.name),
        description="Every window that the reading asked for has a certificate of completeness. Before one that has "
        "none the cursor stands still, and the next reading asks for it again.",
    )


def certified(account: Account, reports: Sequence[ReadReport], unread: Sequence[HubError]) -> dg.AssetCheckResult:
    """`reports`: one, or those of each subscription; `unread`: why a hub could not be asked for any window."""
    without = sum(len(report.failures) for report in reports)
    return dg.AssetCheckResult(
        passed=not without and not unread,
        check_name=NAME,
        asset_key=landing_key(account.name),
        description="\n".join([*_said(account, reports), *(f"No window was read: {why}" for why in unread)]),
        metadata={"windows": sum(len(report.read) for report in reports), "without_certificate": without},
    )


def _said(account: Account, reports: Sequence[ReadReport]) -> Iterator[str]:
    """One sentence for all that is well, and one for each stream where something is missing."""
    well = [report for report in reports if not report.failures]
    windows, orders = sum(len(report.read) for report in well), sum(report.orders for report in well)
    if windows:
        of = f" of {len(well)} subscriptions" if account.is_to_expand else ""
        yield f"{windows} of {windows} windows{of} are certified, with {orders:,} orders."
    elif well:
        yield "Nothing had settled at the hub since the last reading: there was no window to ask for."
    for report in reports:
        if report.failures:
            yield _missing(report, f" of {report.account}" if account.is_to_expand else "")


def _missing(report: ReadReport, of: str) -> str:
    lines = [f"{one.window.name}: {one.failure}" for one in report.failures]
    return (
        f"{len(report.failures)} of {len(report.read)} windows{of} have no certificate. Nothing is lost: the cursor "
        f"stays at {report.cursor_after:%Y-%m-%d %H:%M:%S} UTC, and the next reading asks again.\n" + "\n".join(lines)
    )
