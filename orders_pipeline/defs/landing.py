"""An asset for the landing of each account: what its hub answered, in certified windows."""

import dagster as dg

from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import LANDING, landing_key
from orders_pipeline.extract import ReadReport, WindowRead
from orders_pipeline.flows.read import read
from orders_pipeline.settings import Account, Home

SHOWN = 50  # windows in one table of the UI; all are in the landing


def landing_asset(account: Account) -> dg.AssetsDefinition:
    @dg.asset(
        key=landing_key(account.name),
        group_name=LANDING,
        kinds={account.channel},
        description=f"Every answer of {account.name} ({account.channel}) since {account.start_on}, byte for byte, in "
        "windows that are certified as complete. A window without a certificate is not there, and the run fails.",
        metadata={
            "account": account.name,
            "channel": account.channel,
            "start_on": str(account.start_on),
            "overlap_seconds": int(account.overlap.total_seconds()),
            "settle_seconds": int(account.settle.total_seconds()),
        },
    )
    def landed(context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]) -> dg.MaterializeResult:
        with plain_failures():
            report = read(home, account, progress=context.log.info)
        return dg.MaterializeResult(metadata=_metadata(report))

    return landed


def _metadata(report: ReadReport) -> dict[str, dg.MetadataValue]:
    return {
        "windows": dg.MetadataValue.int(len(report.read)),
        "orders": dg.MetadataValue.int(report.orders),
        "pages": dg.MetadataValue.int(report.pages),
        "read_from": dg.MetadataValue.timestamp(report.cursor_before),
        "read_until": dg.MetadataValue.timestamp(report.cursor_after),
        "certificates": dg.MetadataValue.table([_record(one) for one in report.read[-SHOWN:]], _RECORD),
    }


_RECORD = dg.TableSchema(
    columns=[
        dg.TableColumn("window"),
        dg.TableColumn("method", description="How it was proven that no page is missing"),
        dg.TableColumn("orders", "int"),
        dg.TableColumn("pages", "int"),
        dg.TableColumn("hub_count", description="The hub's own count, where it gives one"),
        dg.TableColumn("passes", "int", description="How often the window was read until the proof held"),
    ]
)


def _record(one: WindowRead) -> dg.TableRecord:
    certificate = one.certificate
    assert certificate is not None
    return dg.TableRecord(
        {
            "window": one.window.name,
            "method": certificate.method,
            "orders": certificate.orders,
            "pages": certificate.pages + certificate.continuations,
            "hub_count": "" if certificate.hub_count is None else str(certificate.hub_count),
            "passes": certificate.passes,
        }
    )
