"""The check that a reading left no window without a certificate. It is told before the run fails, so that it stays."""

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


def certified(report: ReadReport) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=not report.failures,
        check_name=NAME,
        asset_key=landing_key(report.account),
        description=_said(report),
        metadata={"windows": len(report.read), "without_certificate": len(report.failures)},
    )


def not_asked(account: str, why: HubError) -> dg.AssetCheckResult:
    """The hub could not be asked for any window."""
    return dg.AssetCheckResult(
        passed=False, check_name=NAME, asset_key=landing_key(account), description=f"No window was read: {why}"
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
