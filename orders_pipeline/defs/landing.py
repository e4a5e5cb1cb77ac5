"""An asset for the landing of each account: what its hub answered, in certified windows."""

from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from orders_pipeline.channels.errors import HubError
from orders_pipeline.defs.catalog import FRESH, OPERATIONS
from orders_pipeline.defs.certified import certified, certified_spec
from orders_pipeline.defs.failures import KNOWN, plain_failures
from orders_pipeline.defs.names import LANDING, landing_key
from orders_pipeline.extract import ReadReport
from orders_pipeline.flows.certificates import Certified, last_certificates
from orders_pipeline.flows.doctor.words import lasting
from orders_pipeline.flows.held import NO_BREAK, cell
from orders_pipeline.flows.read import ReadFailed, read
from orders_pipeline.flows.subscriptions import names, raise_all, relisted
from orders_pipeline.settings import Account, Home
from orders_pipeline.settings.dialects import DIALECTS

SHOWN = 10  # certificates in the table of the UI; all are in the landing
NOTHING: Mapping[str, str] = {}
SHOWN_STREAMS = 50  # of an account that stands for many: the newest of each
DESCRIPTION = """\
Every answer of {hub} for account {name} since {start_on}, byte for byte, in windows of time.{more}

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
        description=_described(account),
        metadata={
            "account": account.name,
            "channel": account.channel,
            "hub": dg.MetadataValue.url(account.base_url),
            DIALECTS[account.channel].scope: account.scope or "every subscription that the hub lists",
            "start_on": str(account.start_on),
            "overlap": lasting(account.overlap),
            "settle_delay": lasting(account.settle),
        },
        check_specs=[certified_spec(account)],
    )
    def landed(
        context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        reports: list[ReadReport] = []
        failures: list[Exception] = []
        unread: list[HubError] = []
        with plain_failures():
            try:
                accounts = relisted(home, account, line=context.log.info)
            except HubError as error:
                yield certified(account, (), [error])
                raise
            for one in accounts:
                try:
                    reports.append(read(home, one, progress=context.log.info))
                except ReadFailed as failed:
                    reports.append(failed.report)
                    failures.append(failed)
                except HubError as error:
                    unread.append(error)
                    failures.append(error)
                except KNOWN as error:
                    failures.append(error)
            if failures:
                if reports or unread:
                    yield certified(account, reports, unread)
                raise_all(account, failures, len(accounts))
            yield dg.MaterializeResult(metadata=_metadata(reports, _newest(home, account, accounts)))
            yield certified(account, reports, ())

    return landed


def _described(account: Account) -> str:
    more = " It stands for every subscription that the hub lists, each read by itself." if account.is_to_expand else ""
    if account.same_orders_as:
        more += f" Its orders are those of {account.same_orders_as} by another protocol, and are counted once."
    return DESCRIPTION.format(
        hub=DIALECTS[account.channel].hub, name=account.name, start_on=account.start_on, more=more
    )


def _newest(home: Home, account: Account, streams: Sequence[Account]) -> dg.TableMetadataValue:
    if not account.is_to_expand:
        return certificates_table(last_certificates(home, account.name, SHOWN))
    called = names(home, account)
    found = {
        f"{one.name} {called.get(one.name, '')}".rstrip().replace(" ", NO_BREAK): last_certificates(home, one.name, 1)
        for one in streams[:SHOWN_STREAMS]
    }
    records = [_record(one, {"subscription": name}) for name, newest in found.items() for one in newest]
    return dg.MetadataValue.table(records, dg.TableSchema([_STREAM, *_RECORD.columns]))


def _metadata(reports: Sequence[ReadReport], newest: dg.TableMetadataValue) -> dict[str, dg.MetadataValue]:
    """Of several subscriptions the sums, and the cursor of the one that is farthest behind."""
    certificates = [one for report in reports for one in report.certificates]
    return {
        "orders": dg.MetadataValue.int(sum(report.orders for report in reports)),
        "windows": dg.MetadataValue.int(sum(len(report.read) for report in reports)),
        "pages": dg.MetadataValue.int(sum(one.pages for one in certificates)),
        "continuations": dg.MetadataValue.int(sum(one.continuations for one in certificates)),
        "seconds_behind": dg.MetadataValue.int(max(int(report.behind.total_seconds()) for report in reports)),
        "cursor": dg.MetadataValue.timestamp(min(report.cursor_after for report in reports)),
        "cursor_before": dg.MetadataValue.timestamp(min(report.cursor_before for report in reports)),
        "last_certificates": newest,
    }


def certificates_table(certificates: Sequence[Certified]) -> dg.TableMetadataValue:
    return dg.MetadataValue.table([_record(one) for one in certificates], _RECORD)


_STREAM = dg.TableColumn("subscription", description="Account of this subscription, and what the hub calls it")
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


def _record(one: Certified, first: Mapping[str, str] = NOTHING) -> dg.TableRecord:
    found = one.certificate
    return dg.TableRecord(
        {
            **first,
            "until": cell(one.window.end),
            "length": lasting(one.window.length).replace(" ", NO_BREAK),
            "orders": found.orders,
            "hub": "" if found.hub_count is None else str(found.hub_count),
            "pages": found.pages + found.continuations,
            "passes": found.passes,
            "method": found.method,
        }
    )
