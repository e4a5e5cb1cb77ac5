"""The check that a reading left no window without a certificate. It is told before the run fails, so that it stays."""

from collections.abc import Sequence

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
        description="\n".join([*map(_said, reports), *(f"No window was read: {why}" for why in unread)]),
        metadata={"windows": sum(len(report.read) for report in reports), "without_certificate": without},
    )


def _said(report: ReadReport) -> str:
    if not report.read:
        return "Nothing had settled at the hub since the last reading: there was no window to ask for."
    if not report.failures:
        return f"{len(report.read)} of {len(report.read)} windows are certified, with {report.orders:,} orders."
    lines = [f"{one.window.name}: {one.failure}" for one in report.failures]
    return (
        f"{len(report.failures)} of {len(report.read)} windows have no certificate. Nothing is lost: the cursor stays "
        f"at {report.cursor_after:%Y-%m-%d %H:%M:%S} UTC, and the next reading asks again.\n" + "\n".join(lines)
    )
