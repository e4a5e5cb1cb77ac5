"""An asset for the landing of each account: what its hub answered, in certified windows."""

from collections.abc import Iterator, Sequence

import dagster as dg

from orders_pipeline.channels.errors import HubError
from orders_pipeline.defs.catalog import FRESH, OPERATIONS
from orders_pipeline.defs.certified import certified, certified_spec, not_asked
from orders_pipeline.defs.failures import plain_failures
from orders_pipeline.defs.names import LANDING, landing_key
from orders_pipeline.extract import ReadReport
from orders_pipeline.flows.certificates import Certified, last_certificates
from orders_pipeline.flows.doctor.words import lasting
from orders_pipeline.flows.held import NO_BREAK, cell
from orders_pipeline.flows.read import ReadFailed, read
from orders_pipeline.settings import Account, Home

SHOWN = 10  # certificates in the table of the UI; all are in the landing
DESCRIPTION = """\
Every answer of the hub for account {name} since {start_on}, byte for byte, in windows of time.

**Promise.** A window is certified as complete, or it is not there and the run fails. The cursor is the end of the
certified windows that follow each other without a gap. What is read twice is loaded once.

**When a run fails**, nothing is lost: the next one reads what is missing. The failure says what the hub did;
`orders-pipeline doctor` says what to do.
"""


def landing_asset(account: Account) -> dg.AssetsDefinition:
    @dg.asset(
        key=landing_key(account.name),
        group_name=LANDING,
        owners=[OPERATIONS],
        kinds={account.channel, "file"},
        freshness_policy=FRESH,
        description=DESCRIPTION.format(name=account.name, start_on=account.start_on),
        metadata={
            "account": account.name,
            "channel": account.channel,
            "hub": dg.MetadataValue.url(account.base_url),
            "profile": account.scope,
            "start_on": str(account.start_on),
            "overlap": lasting(account.overlap),
            "settle_delay": lasting(account.settle),
        },
        check_specs=[certified_spec(account)],
    )
    def landed(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        with plain_failures():
            try:
                report = read(home, account, progress=context.log.info)
            except ReadFailed as failed:
                yield certified(failed.report)
                raise
            except HubError as error:
                yield not_asked(account.name, error)
                raise
            yield dg.MaterializeResult(metadata=_metadata(report, last_certificates(home, account.name, SHOWN)))
            yield certified(report)

    return landed


def _metadata(report: ReadReport, newest: list[Certified]) -> dict[str, dg.MetadataValue]:
    return {
        "orders": dg.MetadataValue.int(report.orders),
        "windows": dg.MetadataValue.int(len(report.read)),
        "pages": dg.MetadataValue.int(sum(one.pages for one in report.certificates)),
        "continuations": dg.MetadataValue.int(sum(one.continuations for one in report.certificates)),
        "seconds_behind": dg.MetadataValue.int(int(report.behind.total_seconds())),
        "cursor": dg.MetadataValue.timestamp(report.cursor_after),
        "cursor_before": dg.MetadataValue.timestamp(report.cursor_before),
        "last_certificates": certificates_table(newest),
    }


def certificates_table(certificates: Sequence[Certified]) -> dg.TableMetadataValue:
    return dg.MetadataValue.table([_record(one) for one in certificates], _RECORD)


_RECORD = dg.TableSchema(
    columns=[
        dg.TableColumn("until", description="End of the window, exclusive, UTC"),
        dg.TableColumn("length", description="From its start until then, cut to whole units"),
        dg.TableColumn("orders", "int", description="Distinct orders on its pages"),
        dg.TableColumn("hub", description="The hub's own count after reading, where it gives one"),
        dg.TableColumn("pages", "int", description="Pages of orders, and the rest of orders too long for a page"),
        dg.TableColumn("passes", "int", description="How often the window was read until the proof held"),
        dg.TableColumn("method", description="How it was proven that no page is missing"),
    ]
)


def _record(one: Certified) -> dg.TableRecord:
    found = one.certificate
    return dg.TableRecord(
        {
            "until": cell(one.window.end),
            "length": lasting(one.window.length).replace(" ", NO_BREAK),
            "orders": found.orders,
            "hub": "" if found.hub_count is None else str(found.hub_count),
            "pages": found.pages + found.continuations,
            "passes": found.passes,
            "method": found.method,
        }
    )
