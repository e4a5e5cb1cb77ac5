"""Loads certified windows into the tables, batch by batch, a transaction each; what was loaded before is left alone.

Can be killed anywhere: a batch is there whole or not at all, and the next load goes on at the page where it ended.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from datetime import datetime

from orders_pipeline.warehouse.ahead import ahead
from orders_pipeline.warehouse.batches import batches
from orders_pipeline.warehouse.counts import LoadReport, Progress, WindowLoaded
from orders_pipeline.warehouse.garbage import without_search_for_cycles
from orders_pipeline.warehouse.holding import Certified, unfinished_windows
from orders_pipeline.warehouse.incoming import IncomingWindow
from orders_pipeline.warehouse.links import link_orders, will_link
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.query import loaded_windows
from orders_pipeline.warehouse.replacing import Replaced, Step
from orders_pipeline.warehouse.transaction import committed
from orders_pipeline.warehouse.writer import Writer

# A commit each. More make a transaction larger in memory, fewer make more transactions.
BATCH_ORDERS = 6_000


def load(
    writer: Writer,
    windows: Iterable[IncomingWindow],
    *,
    load_id: str,
    now: Callable[[], datetime],
    progress: Callable[[str], None] = lambda message: None,
    batch_orders: int = BATCH_ORDERS,
    step: Step = lambda name: None,
) -> LoadReport:
    """Load every window that is not complete yet, in the order given.

    Raises CountsDoNotAddUp or StructureBroken: the batch is rolled back, earlier batches stay.
    """
    report = LoadReport(load_id=load_id)
    begun, complete = unfinished_windows(writer.connection), loaded_windows(writer.connection)
    of_window: dict[tuple[str, str], Progress] = {}

    def pages_loaded(window: IncomingWindow) -> int:
        return so_far.pages_loaded if (so_far := begun.get(_certified(window))) else 0

    will_link(writer.connection, load_id)
    step("read")
    with without_search_for_cycles():
        for batch in ahead(batches(_open(windows, complete, report), pages_loaded, load_id, batch_orders)):
            for part in batch.parts:
                part.before = of_window.get(named(part.window)) or begun.get(_certified(part.window)) or Progress()
            done = committed(writer, batch, now(), step)
            for part, window in zip(batch.parts, done.windows, strict=True):
                of_window[window.account, window.window_id] = window.progress
                report.received += window.progress.received - part.before.received
                for outcome, count in window.progress.counts.items():
                    report.counts[outcome] += count - part.before.counts[outcome]
            _tell(report, done)
            progress(_sentence(report, batch.parts[-1].window))
            step("read")
    if linked := link_orders(writer.connection, step):
        report.rows_written["order_links"] = linked
    report.windows = [
        WindowLoaded(account=account, window_id=window_id, progress=loaded)
        for (account, window_id), loaded in of_window.items()
    ]
    return report


def _open(
    windows: Iterable[IncomingWindow], complete: Set[tuple[str, str]], report: LoadReport
) -> Iterator[IncomingWindow]:
    """Windows that are not complete, each once."""
    met = set(complete)
    for window in windows:
        if named(window) in met:
            report.skipped += 1
            continue
        met.add(named(window))
        yield window


def named(window: IncomingWindow) -> tuple[str, str]:
    return window.account, window.window_id


def _certified(window: IncomingWindow) -> Certified:
    return window.account, window.window_id, window.certified_at


def _tell(report: LoadReport, done: Replaced) -> None:
    report.batches += 1
    report.healed += done.healed
    for table, rows in done.rows.items():
        report.rows_written[table] = report.rows_written.get(table, 0) + rows


def _sentence(report: LoadReport, last: IncomingWindow) -> str:
    counts = ", ".join(f"{report.counts[outcome]:,} {outcome}" for outcome in Outcome)
    return f"{report.received:,} orders loaded, of {last.account} up to {last.window.end:%Y-%m-%d %H:%M} UTC: {counts}"
