"""The views answer their questions, in the account's days, whatever zone the session is in."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from orders_pipeline.flows.asking import answered
from orders_pipeline.model.days import day_start
from orders_pipeline.model.money import EXPONENTS, minor_unit
from orders_pipeline.model.records import Fulfillment
from orders_pipeline.model.status import (
    OrderStatus,
    PaymentStatus,
    RefundKind,
    RefundMoney,
    RefundStatus,
    money_of,
)
from orders_pipeline.warehouse.accounts import upsert_accounts
from orders_pipeline.warehouse.actions import write_actions
from orders_pipeline.warehouse.choosing import chosen_rows
from orders_pipeline.warehouse.statements import views
from orders_pipeline_tests.warehouse.acting import an_action, an_event
from orders_pipeline_tests.warehouse.making import ACCOUNT, UNITY, D, a_problem, a_window, an_order, at, refunded

ZONES = ("UTC", "Asia/Tokyo", "America/Los_Angeles")
LATE_EVENING = datetime(2026, 3, 8, 4, 30, tzinfo=UTC)  # 7 March, 23:30 in New York; clocks change that night
AFTER_THE_CHANGE = datetime(2026, 3, 9, 3, 30, tzinfo=UTC)  # 8 March, 23:30 in summer time


def shipped(document, when):
    ids = {"account": document.order.account, "order_id": document.order.order_id}
    parcel = Fulfillment(**ids, fulfillment_id=f"f{document.order.order_id}", is_shipped=True, shipped_at=when)
    return replace(document, order=replace(document.order, order_status=OrderStatus.SHIPPED), fulfillments=(parcel,))


def test_a_sale_belongs_to_the_day_of_the_merchant(warehouse):
    orders = [an_order("1", purchased_at=LATE_EVENING), an_order("2", purchased_at=AFTER_THE_CHANGE)]
    warehouse.load(a_window(orders))
    rows = warehouse.rows("SELECT sold_on, orders, units, total_amount FROM sales_by_day ORDER BY sold_on")
    assert [(row["sold_on"], row["orders"], row["units"]) for row in rows] == [
        (date(2026, 3, 7), 1, 4),
        (date(2026, 3, 8), 1, 4),
    ]
    assert rows[0]["total_amount"] == D("25.5000")


AZORES = replace(ACCOUNT, time_zone="Atlantic/Azores")  # on 25 October 1:00 is followed by 0:00, which came before
FIRST_MIDNIGHT, SECOND_MIDNIGHT = (datetime(2026, 10, 25, hour, tzinfo=UTC) for hour in (0, 1))
AN_HOUR = timedelta(hours=1)
BOUGHT = [FIRST_MIDNIGHT - AN_HOUR / 2, FIRST_MIDNIGHT, FIRST_MIDNIGHT + AN_HOUR / 2, SECOND_MIDNIGHT + AN_HOUR / 2]


def test_a_day_whose_midnight_comes_twice_begins_with_the_first_for_everyone_who_asks(warehouse):
    upsert_accounts(warehouse.writer, [AZORES])
    warehouse.load(a_window([an_order(str(place), purchased_at=at) for place, at in enumerate(BOUGHT)]))
    connection = warehouse.writer.connection
    for since, until, orders in (("2026-10-25", None, 3), (None, "2026-10-25", 1), ("2026-10-24", "2026-10-25", 1)):
        rows = answered(connection, "net_sales_by_day", None, since, until).to_pylist()
        assert sum(row["orders"] for row in rows) == orders
        assert chosen_rows(connection, "orders", since=since, until=until).num_rows == orders
        sold = chosen_rows(connection, "sales_by_day", since=since, until=until).to_pylist()
        assert sum(row["orders"] for row in sold) == orders
    assert day_start(FIRST_MIDNIGHT.date(), AZORES.time_zone) == FIRST_MIDNIGHT


def test_canceled_orders_are_no_sales_and_unknown_states_are(warehouse):
    canceled = an_order("1", order_status=OrderStatus.CANCELED)
    warehouse.load(a_window([canceled, an_order("2", order_status=None), an_order("3", currency="EUR")]))
    rows = warehouse.rows("SELECT currency, orders FROM sales_by_day ORDER BY currency")
    assert rows == [{"currency": "EUR", "orders": 1}, {"currency": "USD", "orders": 1}]


def test_views_say_the_same_under_every_session_zone(warehouse):
    orders = [
        refunded(an_order("1", purchased_at=LATE_EVENING), "3.00"),
        an_order("2", purchased_at=AFTER_THE_CHANGE, total_amount=D("1.00")),
        shipped(an_order("3", purchased_at=LATE_EVENING), AFTER_THE_CHANGE),
    ]
    number = {"marketplace_order_id": "113-0000000-0000004", "purchased_at": LATE_EVENING}
    warehouse.name(ACCOUNT, UNITY)
    warehouse.load(
        a_window([*orders, an_order("4", **number), a_problem()]),
        a_window([an_order("4", account="unity", **number)], account="unity"),
    )
    write_actions(warehouse.writer, [an_action()], [an_event(1)], keys=[], is_whole=False)
    said = {}
    for zone in ZONES:
        warehouse.rows(f"SET TimeZone = '{zone}'")
        for view in views():
            rows = warehouse.rows(f"SELECT * FROM {view.name} ORDER BY ALL")
            said[view.name, zone] = [{name: _utc(value) for name, value in row.items()} for row in rows]
    for view in views():
        first, *others = (said[view.name, zone] for zone in ZONES)
        assert first and all(other == first for other in others), view.name


def _utc(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_amounts_in_views_are_decimal(warehouse):
    for view in views():
        for row in warehouse.rows(f"DESCRIBE {view.name}"):
            money = row["column_name"].endswith(("_amount", "_units", "units", "_hours", "_percent"))
            wanted = ("DECIMAL", "BIGINT") if row["column_name"] == "waiting_hours" else ("DECIMAL",)
            assert not money or row["column_type"].startswith(wanted), (view.name, row)


LIVE_HOURS = 27


def live_without_a_hole(hours=LIVE_HOURS):
    """One live window from the merchant's first midnight on, 5:00 UTC."""
    return a_window(start=5 * 60, minutes=hours * 60)


AS_OF = {  # what is loaded besides -> how many whole hours after the first day's start the account is certified
    "nothing": ((), LIVE_HOURS),
    "a single order read later": ((a_window(start=99 * 60, purpose="single"),), LIVE_HOURS),
    "a backfill that reaches further": ((a_window(start=0, minutes=99 * 60, purpose="backfill"),), LIVE_HOURS),
    "a live window behind a hole": ((a_window(start=60 * 60, minutes=60),), LIVE_HOURS),
    "a live window that follows at once": ((a_window(start=32 * 60, minutes=60),), LIVE_HOURS + 1),
    "a live window that overlaps": ((a_window(start=20 * 60, minutes=14 * 60),), LIVE_HOURS + 2),
    "a live window from before the first day": ((a_window(start=0, minutes=60),), LIVE_HOURS),
}


@pytest.mark.parametrize("besides", AS_OF)
def test_an_account_is_certified_as_far_as_its_live_windows_have_no_hole(warehouse, besides):
    windows, hours = AS_OF[besides]
    warehouse.load(a_window([an_order("1", purchased_at=at(300))], purpose="backfill"), live_without_a_hole(), *windows)
    end = at(300 + hours * 60)
    assert [row["certified_until_at"] for row in warehouse.table("certified_until")] == [end]
    assert [row["certified_until_at"] for row in warehouse.table("freshness")] == [end]
    assert [(row["as_of_at"], row["waiting_hours"]) for row in warehouse.table("unshipped_orders")] == [(end, hours)]
    (velocity,) = {row["orders_28_days"] for row in asked(warehouse, "sku_velocity")}
    assert velocity == 1


@pytest.mark.parametrize("question", ["late_parcels", "sku_velocity"])
def test_what_is_judged_by_time_is_judged_at_the_end_of_what_is_certified(warehouse, question):
    late = an_order("1", purchased_at=at(300), estimated_ship_at=at(300 + 40 * 60))
    warehouse.load(a_window([late], purpose="backfill"), live_without_a_hole())
    before = asked(warehouse, question)
    warehouse.load(a_window(start=99 * 24 * 60, purpose="single"), a_window(start=99 * 24 * 60, minutes=60))
    assert before and asked(warehouse, question) == before


def test_freshness_tells_the_holes_and_what_stands_behind_them(warehouse):
    warehouse.load(live_without_a_hole(), a_window(start=60 * 60, minutes=60), a_window(start=70 * 60, minutes=60))
    (row,) = warehouse.table("freshness")
    assert (row["certified_until_at"], row["holes"], row["last_window_end_at"]) == (at(32 * 60), 2, at(71 * 60))


def test_an_account_whose_first_day_is_missing_is_certified_until_nothing(warehouse):
    warehouse.load(a_window([an_order("1")], start=24 * 60, minutes=60))
    (row,) = warehouse.table("freshness")
    assert (row["certified_until_at"], row["holes"]) == (None, 1)
    assert [(row["waiting_hours"], row["is_late"]) for row in warehouse.table("unshipped_orders")] == [(None, None)]


def asked(warehouse, question):
    return answered(warehouse.writer.connection, question, None, None, None).to_pylist()


def test_unshipped_orders_wait_until_the_end_of_what_is_certified(warehouse):
    paid = {"purchased_at": at(0), "deliver_by_at": at(60)}
    warehouse.load(
        a_window(
            [
                an_order("open", **paid),
                an_order("held", order_status=OrderStatus.HELD, **paid),
                an_order("unpaid", order_status=OrderStatus.HELD, payment_status=PaymentStatus.FAILED, **paid),
                an_order("pending", order_status=OrderStatus.PENDING, **paid),
                an_order("canceled", order_status=OrderStatus.CANCELED, **paid),
                an_order("no payment state", payment_status=None, **paid),
            ],
            minutes=26 * 60,
        ),
        a_window(start=26 * 60, minutes=60),
    )
    rows = warehouse.rows(
        "SELECT order_id, waiting_hours, waiting_days, is_late FROM unshipped_orders ORDER BY order_id"
    )
    assert [row["order_id"] for row in rows] == ["held", "no payment state", "open"]
    assert rows[0] == {"order_id": "held", "waiting_hours": 27, "waiting_days": 1, "is_late": True}


def test_refunds_that_failed_are_no_refunds_and_whole_orders_have_no_sku(warehouse):
    first = refunded(refunded(an_order("1"), "5.25"), "9.99", RefundStatus.FAILED)
    whole = refunded(an_order("2"), "4.00")
    canceled = refunded(an_order("3"), "5.00")
    canceled = replace(canceled, refunds=(replace(canceled.refunds[0], kind=RefundKind.CANCELLATION),))
    warehouse.load(a_window([first, replace(whole, refund_items=()), canceled]))
    rows = {row["sku"]: row for row in warehouse.table("refund_rate_by_sku")}
    assert (rows["SKU-1"]["sold_units"], rows["SKU-1"]["refunded_units"], rows["SKU-1"]["canceled_units"]) == (6, 1, 1)
    assert (rows["SKU-1"]["refunded_amount"], rows["SKU-1"]["canceled_amount"]) == (D("5.25"), D("5.00"))
    assert (rows["SKU-1"]["sold_amount"], rows["SKU-1"]["refunded_amount_percent"]) == (D("30"), D("17.50"))
    assert (rows[None]["refunded_amount"], rows[None]["sold_units"]) == (D("4.00"), None)
    assert rows["SKU-2"]["refunded_units"] is None


EVERY_STATE = [*RefundStatus, None]
MONEY_COLUMNS = {
    "refunded": [RefundStatus.COMPLETED],
    "underway": [RefundStatus.REQUESTED, RefundStatus.PENDING, RefundStatus.ACCEPTED],
    "recorded": [RefundStatus.RECORDED],
    "unknown": [None],
}


def in_every_state(order_id="1"):
    """An order with a refund in each state, of 1, 2, 4, 8 ... so that any sum tells what is in it."""
    document = an_order(order_id)
    for place, status in enumerate(EVERY_STATE):
        document = refunded(document, str(2**place), status)
    return document


def amount_in(*states):
    return sum(D(2) ** EVERY_STATE.index(state) for state in states)


def test_only_completed_refunds_are_given_back_and_no_other_is_lost(warehouse):
    warehouse.load(a_window([in_every_state()]))
    row = next(row for row in warehouse.table("refund_rate_by_sku") if row["sku"] == "SKU-1")
    said = {name: (row[f"{name}_units"], row[f"{name}_amount"]) for name in MONEY_COLUMNS}
    assert said == {name: (D(len(states)), amount_in(*states)) for name, states in MONEY_COLUMNS.items()}


def test_net_sales_take_off_what_is_given_back_and_show_every_other_state_beside_it(warehouse):
    warehouse.load(a_window([in_every_state()]))
    rows = asked(warehouse, "net_sales_by_day")
    said = {name: sum(row[f"{name}_amount"] for row in rows) for name in MONEY_COLUMNS}
    assert said == {name: amount_in(*states) for name, states in MONEY_COLUMNS.items()}
    assert sum(row["net_amount"] for row in rows) == D("25.50") - said["refunded"]


def test_what_a_refund_says_of_money_is_one_rule_for_every_state(warehouse):
    warehouse.load(a_window([in_every_state()]))
    said = {row["status"]: row["money"] for row in warehouse.table("refund_money")}
    assert said == {status: str(money_of(status)) for status in EVERY_STATE}
    assert [status for status in EVERY_STATE if money_of(status) is RefundMoney.GIVEN_BACK] == [RefundStatus.COMPLETED]
    assert money_of(None) is RefundMoney.UNKNOWN


TOTALS = [  # what is changed about an order of 20.00 goods, 5.00 shipping, 0.50 tax; what is then paid; its line
    ({}, "25.50", {}),
    ({"is_tax_included": True}, "25.00", {}),
    ({"is_tax_included": None, "tax_amount": None}, "25.00", {}),
    ({"gift_wrap_amount": D(3), "insurance_amount": D(2), "additional_amount": D("-1.5")}, "29.00", {}),
    ({"discount_amount": D(5)}, "20.50", {}),
    ({}, "20.00", {"discount_amount": D("3.50"), "shipping_discount_amount": D("2.00")}),
    ({}, "26.25", {"recycling_fee_amount": D("0.75")}),
    ({}, "26.50", {"gift_wrap_amount": D(1)}),
    ({"currency": "JPY"}, "25.6", {}),  # rounds to nothing in whole yen
    ({}, "25.504", {}),
    ({}, None, {}),
]


def test_totals_that_add_up_are_not_shown_and_those_a_unit_off_are(warehouse):
    orders = []
    for number, (order, total, line) in enumerate(TOTALS):
        for name, off in (("right", D(0)), ("off", D("1.01"))):
            document = an_order(f"{number} {name}", **order, total_amount=None if total is None else D(total) + off)
            lines = (replace(document.order_items[0], **line), *document.order_items[1:])
            orders.append(replace(document, order_items=lines))
    warehouse.load(a_window(orders))
    shown = [row["order_id"] for row in warehouse.table("totals_that_do_not_add_up")]
    assert sorted(shown) == sorted(f"{number} off" for number, case in enumerate(TOTALS) if case[1] is not None)


@pytest.mark.parametrize(("account", "is_judged"), [("us-soap", True), ("unity", False), ("ape", False)])
def test_totals_are_judged_where_the_hub_shows_every_part_of_them(warehouse, account, is_judged):
    channel = {"us-soap": "channeladvisor_soap", "unity": "channelunity", "ape": "channelape"}[account]
    order = an_order("1", account=account, channel=channel, total_amount=D("99.00"))
    warehouse.load(a_window([order], account=account))
    assert bool(warehouse.table("totals_that_do_not_add_up")) == is_judged


def test_the_minor_units_of_the_view_are_those_of_the_model(warehouse):
    currencies = [*EXPONENTS, "USD", "EUR"]
    orders = [
        an_order(currency, currency=currency, total_amount=D("25.50") + minor_unit(currency)) for currency in currencies
    ]
    nearly = [
        an_order(f"{currency}-nearly", currency=currency, total_amount=D("25.50") + minor_unit(currency) * D("0.4"))
        for currency in currencies
        if EXPONENTS.get(currency, 2) < 4
    ]
    warehouse.load(a_window([*orders, *nearly]))
    shown = {row["order_id"] for row in warehouse.table("totals_that_do_not_add_up")}
    assert shown == set(currencies)


def test_time_to_ship_is_that_of_orders_there_are(warehouse):
    orders = [shipped(an_order(str(hours), purchased_at=at(0)), at(hours * 60)) for hours in range(1, 11)]
    warehouse.load(a_window([*orders, an_order("not yet")]))
    (row,) = warehouse.table("time_to_ship")
    assert (row["month_on"], row["orders"]) == (date(2026, 2, 1), 10), "28 February, 19:00 in New York"
    assert [row[name] for name in ("median_hours", "p90_hours", "slowest_hours")] == [
        Decimal("5.00"),
        Decimal("9.00"),
        Decimal("10.00"),
    ]


def test_freshness_knows_accounts_that_nothing_was_read_of(warehouse):
    assert [(row["orders"], row["certified_until_at"]) for row in warehouse.table("freshness")] == [(0, None)]
    warehouse.load(a_window([an_order("1"), a_problem()]))
    (row,) = warehouse.table("freshness")
    assert (row["orders"], row["open_rejects"], row["certified_until_at"]) == (1, 1, None), "before the first day"
    warehouse.load(live_without_a_hole(hours=1))
    assert [row["certified_until_at"] for row in warehouse.table("freshness")] == [at(6 * 60)]
