"""Publishing: one switch for everything, unchanged files linked, old snapshots cleared away."""

import hashlib
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from orders_pipeline.warehouse.errors import NotPublished
from orders_pipeline.warehouse.manifest import read_manifest
from orders_pipeline.warehouse.query import published_windows, query, rows_per_table
from orders_pipeline_tests.warehouse.making import D, a_problem, a_window, an_order, at
from orders_pipeline_tests.warehouse.test_killed import die

DAY = 24 * 60
STEPS = (
    "copy",
    "rename",
    "link",
    "clean",
    *(pytest.param(step, marks=pytest.mark.long) for step in ("checkpoint", "parquet", "strip", "manifest", "sync")),
)


def parquet_files(snapshot):
    return {path.relative_to(snapshot).as_posix(): path for path in snapshot.rglob("*.parquet")}


def in_month(month, order_id="1", **changes):
    return an_order(order_id, purchased_at=at(0).replace(month=month), **changes)


def test_what_is_loaded_is_published_without_what_is_internal(warehouse):
    warehouse.load(a_window([an_order("1"), an_order("2"), a_problem()]))
    report = warehouse.publish()
    file = warehouse.published / "orders.duckdb"
    assert report.is_new and report.manifest.number == 1
    assert rows_per_table(file) == report.manifest.rows
    assert report.manifest.rows["orders"] == 2
    assert warehouse.read("SELECT schema_name FROM duckdb_schemas() WHERE schema_name = 'internal'") == []
    assert warehouse.read("SELECT orders, open_rejects FROM freshness") == [(2, 1)]
    assert published_windows(file) == {("us-main", "live/20260301T000000Z_20260301T001500Z")}


def test_the_manifest_describes_every_file_truly(warehouse):
    warehouse.load(a_window([an_order("1")]))
    snapshot = warehouse.publish().snapshot
    files = read_manifest(snapshot).by_path
    assert set(files) == set(parquet_files(snapshot)) | {"orders.duckdb"}
    for name, file in files.items():
        content = (snapshot / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.bytes)
        assert (snapshot / name).stat().st_mode & 0o777 == 0o444


def test_nothing_new_is_no_new_snapshot_unless_forced(warehouse):
    warehouse.load(a_window([an_order("1")]))
    first = warehouse.publish()
    again = warehouse.publish()
    assert (again.is_new, again.snapshot) == (False, first.snapshot)
    forced = warehouse.publish(is_forced=True)
    assert (forced.is_new, forced.partitions_written) == (True, 0)
    assert forced.partitions_linked == len(parquet_files(first.snapshot))


def test_only_months_that_changed_are_written_the_others_are_linked(warehouse):
    warehouse.load(a_window([in_month(1, "1"), in_month(2, "2")]))
    first = parquet_files(warehouse.publish().snapshot)
    warehouse.load(a_window([in_month(2, "2", updated=5)], start=15))
    second = parquet_files(warehouse.publish().snapshot)
    same = {name for name in first if name in second and first[name].samefile(second[name])}
    assert {name for name in first if "month=2026-01" in name} == same
    assert "parquet/orders/month=2026-02/part-0.parquet" in second


def cut(path):
    """As a full or failing disk leaves it."""
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-10])


@pytest.mark.parametrize("spoil", [cut, lambda path: path.unlink()], ids=["cut", "gone"])
@pytest.mark.parametrize("news", [True, False], ids=["something is new", "nothing is new"])
def test_a_file_of_the_earlier_snapshot_that_does_not_fit_is_written_anew_and_not_linked(warehouse, spoil, news):
    warehouse.load(a_window([in_month(1, "9"), in_month(2), in_month(3, "2")]))
    first = warehouse.publish()
    broken = first.snapshot / "parquet/orders/month=2026-02/part-0.parquet"
    whole = broken.read_bytes()
    spoil(broken)
    if news:
        warehouse.load(a_window([in_month(3, "3")], start=60))
    again = warehouse.publish()
    assert again.is_new
    assert (again.snapshot / "parquet/orders/month=2026-02/part-0.parquet").read_bytes() == whole
    for name, file in read_manifest(again.snapshot).by_path.items():
        assert (again.snapshot / name).stat().st_size == file.bytes, name
    assert again.partitions_linked
    assert warehouse.publish().is_new is False


def test_an_order_whose_purchase_moves_leaves_its_old_month(warehouse):
    warehouse.load(a_window([in_month(1)]))
    warehouse.publish()
    warehouse.load(a_window([in_month(2, updated=5)], start=15))
    files = parquet_files(warehouse.publish().snapshot)
    assert "parquet/orders/month=2026-02/part-0.parquet" in files
    assert not any("month=2026-01" in name for name in files)


def test_an_order_without_a_time_of_purchase_has_a_month_of_its_own(warehouse):
    warehouse.load(a_window([an_order("1", purchased_at=None)]))
    files = parquet_files(warehouse.publish().snapshot)
    assert {"parquet/orders/month=unknown/part-0.parquet", "parquet/order_items/month=unknown/part-0.parquet"} <= set(
        files
    )


def test_parquet_holds_the_same_rows_and_exact_decimals(warehouse):
    warehouse.load(a_window([an_order("1", total_amount=D("12345678901234.5678")), an_order("2")]))
    snapshot = warehouse.publish().snapshot
    table = pq.read_table(parquet_files(snapshot)["parquet/orders/month=2026-02/part-0.parquet"], partitioning=None)
    assert table.column("total_amount").to_pylist() == [Decimal("12345678901234.5678"), Decimal("25.5000")]
    assert str(table.schema.field("total_amount").type) == "decimal128(18, 4)"
    assert str(table.schema.field("purchased_at").type) == "timestamp[us, tz=UTC]"
    counted = query(
        warehouse.published / "orders.duckdb",
        f"SELECT count(*) FROM read_parquet('{snapshot}/parquet/order_items/*/*.parquet', hive_partitioning = true)",
    )
    assert counted[1] == [(4,)]


def test_equal_rows_give_equal_bytes(warehouse):
    warehouse.load(a_window([an_order(str(number)) for number in range(50)]))
    first = read_manifest(warehouse.publish().snapshot).by_path
    name = "parquet/orders/month=2026-02/part-0.parquet"
    warehouse.load(a_window([an_order("60")], start=15))
    warehouse.publish()
    warehouse.writer.connection.execute("DELETE FROM orders WHERE order_id = '60'")
    warehouse.writer.connection.execute("UPDATE internal.dirty_months SET sequence = sequence + 1")
    assert read_manifest(warehouse.publish().snapshot).by_path[name].sha256 == first[name].sha256


def test_a_rebuilt_warehouse_is_published_whole(warehouse, tmp_path):
    warehouse.load(a_window([in_month(1)]))
    warehouse.publish()
    (warehouse.directory / "orders.duckdb").unlink()
    warehouse.load(a_window([in_month(2)]))
    files = parquet_files(warehouse.publish().snapshot)
    assert {name for name in files if name.startswith("parquet/orders/")} == {
        "parquet/orders/month=2026-02/part-0.parquet"
    }


def test_replaced_snapshots_stay_a_day_and_the_published_one_for_ever(warehouse):
    for number, minutes in enumerate((0, 10, DAY + 11)):
        warehouse.load(a_window([an_order(str(number))], start=15 * number))
        last = warehouse.publish(minutes)
    assert last.removed == ("000001",), "replaced at 10 minutes, more than a day ago"
    assert sorted(path.name for path in warehouse.snapshots.iterdir()) == ["000002", "000003", "publish.lock"]
    assert warehouse.publish(5 * DAY).removed == ("000002",)
    assert warehouse.read("SELECT count(*) FROM orders") == [(3,)]


def test_before_the_first_snapshot_reading_says_what_to_do(warehouse):
    with pytest.raises(NotPublished, match="Load and publish first"):
        warehouse.read("SELECT 1")


def test_a_published_file_cannot_be_written(warehouse):
    warehouse.publish()
    with pytest.raises(Exception, match="read-only"):
        warehouse.read("DELETE FROM orders")


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_readers_keep_a_whole_snapshot_and_the_next_publishing_heals(warehouse, step):
    warehouse.load(a_window([an_order("1")]))
    warehouse.publish()
    warehouse.load(a_window([an_order("2", purchased_at=at(DAY * 40))], start=15))
    assert die(warehouse, "publish", step) == 9
    # After the switch the new one is what readers see; before it, the earlier one: either is whole.
    expected = 2 if step == "clean" else 1
    assert warehouse.read("SELECT count(*) FROM orders") == [(expected,)]
    assert warehouse.read("SELECT sum(received) FROM loads") == [(expected,)]
    warehouse.publish()
    assert warehouse.read("SELECT count(*) FROM orders") == [(2,)]
    assert not list(warehouse.snapshots.glob(".building-*"))
    months = {name.split("/")[2] for name in parquet_files(warehouse.published.resolve()) if "/orders/" in name}
    assert months == {"month=2026-02", "month=2026-04"}
