"""`orders_pipeline.frames`: types that lose nothing, what pandas keeps exact, one snapshot whatever happens beside."""

import io
import threading
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from orders_pipeline import frames
from orders_pipeline.model.columns import Kind
from orders_pipeline.model.tables import TABLES
from orders_pipeline.sandbox.world import World
from orders_pipeline.warehouse.columns import ARROW
from orders_pipeline.warehouse.statements import views
from orders_pipeline_tests.analysts.world import PROFILES
from orders_pipeline_tests.pipeline import US, a_pipeline

EXACT_SUM = pd.ArrowDtype(pa.decimal128(38, 4))


@pytest.fixture
def orders(home):
    return frames.table("orders")


def asked(home, sql):
    """What DuckDB itself says: {first column: second column}."""
    with duckdb.connect(str(home.published / "orders.duckdb"), read_only=True) as connection:
        return dict(connection.execute(sql).fetchall())


def plain(series):
    return {key: value for key, value in series.items() if not pd.isna(value)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_the_arrow_type_of_its_kind(home, table):
    frame = frames.table(table.name, personal=table.is_personal)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        column.name: str(pd.ArrowDtype(ARROW[column.kind])) for column in table.columns
    }


@pytest.mark.parametrize("name", [*(view.name for view in views()), "orders"])
def test_no_column_is_float_or_object(home, name):
    kinds = {str(dtype) for dtype in frames.table(name).dtypes}
    assert all(kind.endswith("[pyarrow]") for kind in kinds)
    assert not [kind for kind in kinds if kind.startswith(("double", "float"))]


def test_what_is_absent_is_na_and_keeps_its_type(orders):
    assert orders["deliver_by_at"].isna().any()
    assert orders["deliver_by_at"].dtype == pd.ArrowDtype(pa.timestamp("us", tz="UTC"))
    assert all(value is pd.NA for value in orders["weight_grams"])


def test_instants_are_in_utc_or_in_the_zone_that_is_asked_for_and_stay_the_same_instants(orders):
    there = frames.table("orders", zone="Asia/Tokyo")
    assert str(there["purchased_at"].dt.tz) == "Asia/Tokyo"
    assert (there["purchased_at"] == orders["purchased_at"]).all()
    frame = frames.table("orders", account="eu-main", zone="merchant")
    assert str(frame["purchased_at"].dt.tz) == "Europe/Berlin"
    assert str(frames.query("SELECT now() AS asked_at", zone="Europe/Berlin")["asked_at"].dt.tz) == "Europe/Berlin"


def test_several_zones_do_not_fit_into_one_column_but_days_do(home):
    with pytest.raises(frames.BadChoice, match=r"eu-main Europe/Berlin, us-main America/New_York.*purchased_on"):
        frames.table("orders", zone="merchant")
    frame = frames.table("orders", columns=["account", "purchased_at", "purchased_on"])
    assert frame["purchased_on"].dtype == pd.ArrowDtype(pa.date32())
    zones = defaultdict(lambda: ZoneInfo("America/New_York"), {"eu-main": ZoneInfo("Europe/Berlin")})
    assert all(row.purchased_on == row.purchased_at.astimezone(zones[row.account]).date() for row in frame.itertuples())
    assert any(row.purchased_on != row.purchased_at.date() for row in frame.itertuples())


def test_days_bound_by_the_midnight_of_each_account_half_open(home):
    frame = frames.table("orders", since=date(2026, 8, 30), until="2026-09-01", columns=["order_id", "purchased_on"])
    assert set(frame["purchased_on"]) == {date(2026, 8, 30), date(2026, 8, 31)}
    everything = frames.table("orders", columns=["order_id", "purchased_on"])
    within = everything[everything["purchased_on"].isin([date(2026, 8, 30), date(2026, 8, 31)])]
    assert list(frame["order_id"]) == list(within["order_id"])


def test_instants_bound_to_the_microsecond(orders):
    at = sorted(orders["purchased_at"])[10].to_pydatetime()
    assert len(frames.table("orders", until=at)) == 10
    assert len(frames.table("orders", until=at + timedelta(microseconds=1))) == 11
    assert len(frames.table("orders", until=at.astimezone(ZoneInfo("Asia/Tokyo")).isoformat())) == 10


def test_what_belongs_to_an_order_comes_with_its_purchase(home):
    chosen = {"account": "us-main", "since": "2026-09-01"}
    orders = frames.table("orders", **chosen)
    for name in ("order_items", "refunds", "fulfillment_items", "order_history"):
        frame = frames.table(name, **chosen)
        assert set(frame["order_id"]) <= set(orders["order_id"])
        assert len(frame) == len(frames.table(name).merge(orders[["account", "order_id"]]))


def test_a_view_is_bounded_by_its_day(home):
    days = frames.table("sales_by_day", since="2026-08-30", until="2026-09-01", account=["us-main", "eu-main"])[
        "sold_on"
    ]
    assert set(days) == {date(2026, 8, 30), date(2026, 8, 31)}


def test_personal_data_come_only_when_asked_for_in_so_many_words(home):
    for name in ("order_contacts", "order_texts", "additional_fields"):
        with pytest.raises(frames.BadChoice, match="personal=True"):
            frames.table(name)
    assert len(frames.table("order_contacts", personal=True))


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"name": "order"}, "Did you mean orders"),
        ({"name": "orders", "columns": ["total"]}, "Did you mean total_amount"),
        ({"name": "orders", "columns": ["currency_on"]}, "no column of orders"),
        ({"name": "orders", "account": "nowhere"}, "There are: cu-amazon-uk, cu-ebay, eu-main, us-main"),
        ({"name": "orders", "since": datetime(2026, 9, 1)}, "has no zone"),  # noqa: DTZ001
        ({"name": "orders", "since": "last week"}, "Write a day"),
        ({"name": "accounts", "since": "2026-09-01"}, "Leave them out"),
        ({"name": "orders", "zone": "Mars/Olympus"}, "no time zone"),
    ],
)
def test_what_the_snapshot_does_not_hold_is_refused_with_what_it_does(home, choice, said):
    with pytest.raises(frames.BadChoice, match=said):
        frames.table(**choice)


def test_before_anything_is_published_the_error_says_what_to_do(tmp_path):
    with pytest.raises(frames.NotPublished, match="orders-pipeline publish"):
        frames.table("orders", home=tmp_path)


def test_sql_with_values_gives_the_same_types(home):
    frame = frames.query(
        "SELECT order_id, total_amount FROM orders WHERE total_amount > $least", {"least": D("100.00")}
    )
    assert frame["total_amount"].dtype == frames.MONEY
    assert (frame["total_amount"] > D("100.00")).all()
    with pytest.raises(duckdb.Error, match="read-only"):
        frames.query("DELETE FROM orders")
    with pytest.raises(frames.BadChoice, match="no SQL"):
        frames.query(" ")


def test_a_question_gives_the_same_as_the_command(home):
    frame = frames.question("net_sales_by_day", account="us-main", since="2026-09-01")
    assert frame["net_amount"].dtype == frames.MONEY
    assert frame["orders"].dtype == pd.ArrowDtype(pa.int64())
    assert (frame["net_amount"] == frame["sold_amount"] - frame["refunded_amount"]).all()
    assert set(frame["account"]) == {"us-main"}


def test_sums_of_sql_can_be_reckoned_on_with(home):
    frame = frames.query("SELECT sum(total_amount) AS a, sum(tax_amount) AS b, sum(1::BIGINT) AS n FROM orders")
    assert [str(dtype) for dtype in frame.dtypes] == [str(frames.MONEY), str(frames.MONEY), "int64[pyarrow]"]
    assert (frame["a"] - frame["b"])[0] == frame["a"][0] - frame["b"][0]
    assert (frame["a"] / frame["n"]).round(2).astype(frames.MONEY)[0] == round(frame["a"][0] / frame["n"][0], 2)
    wide = frames.query("SELECT 123456789012345678901234.5678::DECIMAL(38,4) AS a")["a"]
    assert wide[0] == D("123456789012345678901234.5678"), "what does not fit stays as it is"


def test_arrow_tables_come_without_pandas_types(home):
    with frames.snapshot() as held:
        table = held.arrow("SELECT total_amount, purchased_at FROM orders")
    assert table.schema == pa.schema(
        {"total_amount": ARROW[Kind.MONEY], "purchased_at": pa.timestamp("us", tz=table.schema[1].type.tz)}
    )


# What pandas keeps exact; each compared with what DuckDB says.


def test_sums_and_extremes_are_decimal(home, orders):
    for column in ("total_amount", "tax_amount"):
        total = orders[column].sum()
        assert isinstance(total, D)
        assert total == sum(value for value in orders[column] if value is not pd.NA)
        assert isinstance(orders[column].max(), D)
    (said,) = asked(home, "SELECT 'all', sum(total_amount) FROM orders").values()
    assert orders["total_amount"].sum() == said


def test_sums_by_group_are_those_of_sql(home, orders):
    by_currency = orders.groupby("currency")["total_amount"].sum()
    assert by_currency.dtype == EXACT_SUM
    assert plain(by_currency) == asked(home, "SELECT currency, sum(total_amount) FROM orders GROUP BY ALL")
    wide = orders.pivot_table(index="account", columns="currency", values="total_amount", aggfunc="sum")
    assert {str(dtype) for dtype in wide.dtypes} == {str(EXACT_SUM)}
    of_us = "SELECT currency, sum(total_amount) FROM orders WHERE account = 'us-main' GROUP BY ALL"
    assert wide.loc["us-main", "USD"] == asked(home, of_us)["USD"]


def test_a_day_of_the_merchant_by_resample_is_that_of_sql(home):
    frame = frames.table("orders", account="us-main", zone="merchant")
    by_day = frame.resample("D", on="purchased_at")["total_amount"].sum()
    assert by_day.dtype == EXACT_SUM
    sql = """
        SELECT CAST(purchased_at AT TIME ZONE 'America/New_York' AS DATE), sum(total_amount)
        FROM orders WHERE account = 'us-main' GROUP BY ALL"""
    assert {at.date(): value for at, value in by_day.items() if value} == asked(home, sql)


def test_joined_frames_stay_exact_and_find_the_same_orders(home, orders):
    refunds = frames.table("refunds")
    given_back = refunds[refunds["status"] == "completed"].groupby(["account", "order_id"], as_index=False)
    merged = orders.merge(given_back["total_amount"].sum(), on=["account", "order_id"], suffixes=("", "_back"))
    assert merged["total_amount"].dtype == frames.MONEY
    with pytest.raises(pa.ArrowInvalid, match="precision out of range"):
        merged["total_amount"] - merged["total_amount_back"]
    merged["left"] = merged["total_amount"] - merged["total_amount_back"].astype(frames.MONEY)
    assert str(merged["left"].dtype).startswith("decimal128")
    found = frames.question("refunds_out_of_balance").set_index("order_id")["difference_amount"]
    lost = merged[(merged["left"] < 0) & merged["payment_status"].isin(["cleared", "deposited"])]
    assert plain(lost.set_index("order_id")["left"]) == plain(found[found < 0])


def test_arithmetic_and_comparison_with_decimals_and_integers_stay_exact(orders):
    amount = orders["total_amount"]
    for result in (
        amount + amount,
        amount - D("0.05"),
        amount * 3,
        -amount,
        amount * D("0.19"),
        amount.abs(),
        amount / 4,
    ):
        assert str(result.dtype).startswith("decimal128")
    assert ((amount * 3).astype(frames.MONEY) - amount - amount == amount).all()
    assert (amount == amount.iloc[0]).any()
    with pytest.raises(pa.ArrowInvalid, match="precision out of range"):
        amount * 3 - amount
    thirds = (amount / 3).round(2).astype(frames.MONEY)
    assert list(thirds) == [(value / 3).quantize(D("0.01")) for value in amount]


def test_concat_sort_fill_and_shift_keep_the_type(orders):
    for frame in (pd.concat([orders.head(3), orders.tail(3)]), orders.sort_values("total_amount"), orders.shift(1)):
        assert frame["total_amount"].dtype == frames.MONEY
    assert orders["discount_amount"].fillna(0).dtype == frames.MONEY
    assert list(orders.sort_values("total_amount")["total_amount"]) == sorted(orders["total_amount"])


def test_csv_and_parquet_carry_every_digit(orders, tmp_path):
    back = pd.read_csv(io.StringIO(orders.to_csv(index=False)), dtype=str, keep_default_na=False)
    assert list(map(D, back["total_amount"])) == list(orders["total_amount"])
    assert back["purchased_at"][0] == str(orders["purchased_at"][0])
    orders.to_parquet(tmp_path / "orders.parquet")
    again = pd.read_parquet(tmp_path / "orders.parquet", dtype_backend="pyarrow")
    assert (again.dtypes == orders.dtypes).all()
    assert again["total_amount"].sum() == orders["total_amount"].sum()


def test_where_pandas_leaves_the_decimals_is_what_the_docstring_says(orders):
    """If a later pandas does better, say so there."""
    amount = orders["total_amount"]
    for result in (amount.median(), amount.quantile(0.9), amount.std()):
        assert isinstance(result, float)
    assert str((amount * 1.5).dtype) == "double[pyarrow]"
    assert amount.rolling(2).sum().dtype == "float64"
    assert amount.mean() == (amount.sum() / len(amount)).quantize(D("0.0001"), "ROUND_HALF_UP")
    for refused in (lambda: orders.nlargest(3, "total_amount"), amount.cumsum, amount.describe):
        with pytest.raises((TypeError, pa.ArrowTypeError)):
            refused()


# One snapshot, whatever happens beside.


def test_a_snapshot_stays_as_it_is_while_the_pipeline_loads_and_publishes(tmp_path):
    with a_pipeline(tmp_path, World(seed=2, orders=24), profiles=US, now=datetime(2026, 8, 20, tzinfo=UTC)) as pipeline:
        pipeline.run()
        with frames.snapshot(tmp_path) as held:
            before = held.table("orders")
            pipeline.hub.clock.set(datetime(2026, 9, 9, tzinfo=UTC))
            pipeline.run()
            pd.testing.assert_frame_equal(held.table("orders"), before)
            assert len(held.query("SELECT DISTINCT order_id FROM order_items")) == len(before)
        assert len(frames.table("orders", home=tmp_path)) > len(before)


def test_ones_own_duckdb_connection_to_the_file_is_no_hindrance_and_none_to_it(home):
    file = str(home.published / "orders.duckdb")
    with duckdb.connect(file, read_only=True) as mine, frames.snapshot() as held, frames.snapshot() as other:
        counts = [mine.execute("SELECT count(*) FROM orders").fetchone()[0], len(held.table("orders"))]
        assert counts == [len(other.table("orders"))] * 2
    with frames.snapshot() as held, duckdb.connect(file, read_only=True) as mine:
        assert mine.execute("SELECT count(*) FROM orders").fetchone()[0] == len(held.table("orders"))


def test_frames_of_several_threads_are_the_same(home):
    found = []
    threads = [threading.Thread(target=lambda: found.append(frames.question("marketplace_mix"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for frame in found[1:]:
        pd.testing.assert_frame_equal(frame, found[0])


def test_what_is_counted_once_is_bounded_as_its_table_is(home):
    """The first two accounts have every order that the others show: the views are their tables."""
    for name in ("orders", "order_items", "refunds", "refund_items", "fulfillments", "fulfillment_items"):
        whole = frames.table(name, account=list(PROFILES), since="2026-09-01")
        counted = frames.table(f"counted_{name}", since="2026-09-01")[list(whole.columns)]
        assert len(whole) and counted.equals(whole), name
