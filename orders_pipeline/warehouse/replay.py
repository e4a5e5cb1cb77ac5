"""Rejects loaded again after a fix: exactly the sightings that were set aside, by the rules of every load.

A sighting that today's code can take over is judged against what the warehouse holds: inserted, updated, unchanged or,
where something newer stands, stale; its lineage names the page that showed it, and its reject is healed whatever came
of it. One that is still bad keeps its row, with the reason as it is told today.

`loads` and `pages` are left alone: the counts of a window say what became of it when it was loaded, so that an order
that was quarantined then stays counted there, and received is the sum of the six counts at any time. What was taken
over later is said by `rejects.healed_load_id` and by the `load_id` of the order.
"""

from collections.abc import Callable, Iterable, Set
from datetime import datetime

import duckdb
import msgspec
import pyarrow as pa

from orders_pipeline.warehouse.batches import Batch, Sighted, batches
from orders_pipeline.warehouse.columns import arrow_table
from orders_pipeline.warehouse.counts import WindowLoaded, nothing
from orders_pipeline.warehouse.handing import handed
from orders_pipeline.warehouse.incoming import IncomingWindow
from orders_pipeline.warehouse.judging import Judgement
from orders_pipeline.warehouse.links import link_orders, will_link
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.replacing import Replaced, Step, good_versions
from orders_pipeline.warehouse.statements import text
from orders_pipeline.warehouse.transaction import committed
from orders_pipeline.warehouse.writer import Writer

Place = tuple[str, str, int, int]  # account, window_id, page_number, position
_PLACES = pa.schema(
    [
        *(("account", pa.string()), ("window_id", pa.string()), ("page_number", pa.int64()), ("place", pa.int64())),
        *(("order_id", pa.string()), ("reason", pa.string()), ("path", pa.string()), ("message", pa.string())),
    ]
)


class ReplayReport(msgspec.Struct, kw_only=True):
    """`counts` say what became of the `replayed` sightings, quarantined are those still bad, by reason in `still_bad`.

    healed: rejects that were closed, older ones of the same orders among them.
    """

    load_id: str
    replayed: int = 0
    counts: dict[Outcome, int] = msgspec.field(default_factory=nothing)
    still_bad: dict[str, int] = msgspec.field(default_factory=dict)
    healed: int = 0
    rows_written: dict[str, int] = msgspec.field(default_factory=dict)


def replay(
    writer: Writer,
    windows: Iterable[IncomingWindow],
    places: Set[Place],
    *,
    load_id: str,
    now: Callable[[], datetime],
    progress: Callable[[str], None] = lambda message: None,
    batch_orders: int = 20_000,
    step: Step = lambda name: None,
) -> ReplayReport:
    """Load what stands at `places`; other sightings of the windows' pages only tell which of them conflict.

    Each batch is a transaction. Raises StructureBroken: the batch is rolled back, earlier batches stay.
    """
    report = ReplayReport(load_id=load_id)
    will_link(writer.connection, load_id)
    step("read")
    for batch in batches(windows, lambda window: 0, load_id, batch_orders):
        batch.sighted = [sighted for sighted in batch.sighted if _place(batch, sighted) in places]
        done = committed(writer, batch, now(), step, settle_rejects)
        _tell(report, batch, done)
        progress(f"{report.replayed:,} of {len(places):,} rejects read again, {report.healed:,} healed")
        step("read")
    if linked := link_orders(writer.connection, step):
        report.rows_written["order_links"] = linked
    return report


def settle_rejects(
    connection: duckdb.DuckDBPyConnection, batch: Batch, judged: Judgement, at: datetime, done: Replaced
) -> None:
    """Heals or restates the rejects that the batch stands for, and heals what the good versions came after."""
    windows = [part.window for part in batch.parts]
    done.windows = [
        WindowLoaded(account=window.account, window_id=window.window_id, progress=counted.checked(*_named(window)))
        for window, counted in zip(windows, judged.parts, strict=True)
    ]
    with (
        handed(connection, "replayed", arrow_table([_told(batch, one) for one in batch.sighted], _PLACES)),
        handed(connection, "good_versions", good_versions(batch, judged)),
    ):
        restated = connection.execute(text("sql/restate_rejects")).fetchall()
        healed = connection.execute(text("sql/heal_replayed"), [batch.load_id]).fetchall()
        healed += connection.execute(text("sql/heal_earlier"), [batch.load_id]).fetchall()
    done.healed = len(healed)
    done.changes |= {("rejects", str(month)) for (month,) in [*restated, *healed]}


def _named(window: IncomingWindow) -> tuple[str, str]:
    return window.account, window.window_id


def _place(batch: Batch, sighted: Sighted) -> Place:
    return (*_named(batch.parts[sighted.part].window), sighted.page.page_number, sighted.position)


def _told(batch: Batch, sighted: Sighted) -> tuple[object, ...]:
    problem = sighted.problem
    why = (None, None, None) if problem is None else (str(problem.reason), problem.path, problem.message)
    return (*_place(batch, sighted), sighted.order_id, *why)


def _tell(report: ReplayReport, batch: Batch, done: Replaced) -> None:
    report.healed += done.healed
    for window in done.windows:
        report.replayed += window.progress.received
        for outcome, count in window.progress.counts.items():
            report.counts[outcome] += count
    for sighted in batch.sighted:
        if sighted.problem is not None:
            reason = str(sighted.problem.reason)
            report.still_bad[reason] = report.still_bad.get(reason, 0) + 1
    for table, rows in done.rows.items():
        report.rows_written[table] = report.rows_written.get(table, 0) + rows
