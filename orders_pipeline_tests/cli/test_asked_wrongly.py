"""What is asked for wrongly, as options and in a file: one sentence, nothing sent, nothing kept but the refusal."""

import csv
from decimal import Decimal
from types import SimpleNamespace

import pytest

from orders_pipeline_tests.acting import a_published_home, acting_on

TO_SHIP = """
    SELECT order_id, any_value(item_id) AS item_id FROM orders JOIN order_items USING (account, order_id)
    WHERE order_status = 'open' AND fulfilled_by = 'seller' AND payment_status = 'cleared' GROUP BY order_id
"""
ONE_SKU_TWICE = """
    SELECT order_id, sku FROM order_items JOIN orders USING (account, order_id)
    WHERE payment_status = 'cleared' GROUP BY order_id, sku HAVING count(*) = 2
"""
OPTIONS = {"item_id": "--line", "sku": "--sku", "shipping_amount": "--amount", "currency": "--currency"}
OPTIONS |= {"carrier": "--carrier", "tracking_number": "--tracking"}

UNKNOWN_ORDER = {"order_id": "999999"}, "the hub has no order 999999", None
WRONG = {
    "an order that is not there": UNKNOWN_ORDER,
    "a line that is not there": ({"item_id": "7", "quantity": "1"}, "the order has no line 7; it has", None),
    "a SKU that is not there": ({"sku": "NO-9", "quantity": "1"}, "no line of the order has the SKU NO-9", None),
    "a SKU of two lines": ({"order_id": "twice", "sku": "twice"}, "name the line by its id", None),
    "a tracking number alone": (
        {"action": "ship", "order_id": "to ship", "tracking_number": "1Z999"},
        "A tracking number needs its carrier",
        "HALF-A-TRACKING-NUMBER",
    ),
    "a carrier alone": (
        {"action": "ship", "order_id": "to ship", "carrier": "UPS"},
        "a carrier its tracking number",
        "HALF-A-TRACKING-NUMBER",
    ),
    "no unit": ({"item_id": "its", "quantity": "0"}, "is zero", "mistake"),
    "less than no unit": ({"item_id": "its", "quantity": "-1"}, "is below zero", "mistake"),
    "more units than are left": (
        {"item_id": "its", "quantity": "99"},
        "99 units asked for",
        "MORE-THAN-IS-LEFT-TO-RETURN",
    ),
    "too many decimals": ({"shipping_amount": "1.234", "currency": "USD"}, "has too many digits", "mistake"),
    "too many decimals and no currency": ({"shipping_amount": "1.234"}, "name the currency", "mistake"),
    "another currency": ({"item_id": "its", "quantity": "1", "currency": "GBP"}, "another currency", "OTHER-CURRENCY"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with a_published_home(tmp_path_factory.mktemp("home")) as pipeline:
        yield pipeline


@pytest.fixture
def acting(made, tmp_path, monkeypatch, call):
    for variable, value in made.environ.items():
        monkeypatch.setenv(variable, value)
    with acting_on(made, tmp_path) as on:
        yield on


@pytest.fixture(params=["options", "a file"])
def ask(request, acting, call, tmp_path):
    """`ask(order_id=…, item_id=…)`: the same by options and as the row of a file."""

    def by_options(row):
        args = [row["action"], "us", row["order_id"], "--key", row["key"]]
        for column, option in OPTIONS.items():
            if column in row:
                units = f"={row['quantity']}" if column in ("item_id", "sku") and "quantity" in row else ""
                args += [option, f"shipping={row[column]}" if option == "--amount" else row[column] + units]
        return call(*args)

    def by_file(row):
        file = tmp_path / f"{row['key']}-{len(list(tmp_path.iterdir()))}.csv"
        with file.open("w", newline="") as to:
            writer = csv.DictWriter(to, row)
            writer.writeheader()
            writer.writerow(row)
        return call("actions", "import", file)

    def of(key="rma-1", place=0, **changes):
        row = {"action": "refund", "account": "us", "order_id": acting.lines[place]["order_id"], "key": key} | changes
        if row.get("item_id") == "its":
            row["item_id"] = acting.lines[place]["item_id"]
        if row["order_id"] == "to ship":
            row["order_id"] = acting.pipeline.query(TO_SHIP)[0]["order_id"]
        if row["order_id"] == "twice":
            row |= acting.pipeline.query(ONE_SKU_TWICE)[0]
        told = by_options(row) if request.param == "options" else by_file(row)
        return SimpleNamespace(code=told.code, said=" ".join((told.out + told.err).split()))

    return of


@pytest.mark.parametrize("what", WRONG)
def test_what_is_asked_wrongly_is_refused_in_a_sentence_and_nothing_is_sent_or_kept_but_that(acting, ask, what):
    changes, says, trap = WRONG[what]
    told = ask(**changes)
    assert says in told.said
    assert told.code in (1, 2)
    assert "Traceback" not in told.said
    assert (acting.script.reached, acting.journal.entries()) == ([], [])
    kept = [(event.event, event.evidence) for event in acting.journal.events()]
    assert kept == ([] if trap == "mistake" else [("refused", trap)])
    if trap != "mistake":
        assert "Nothing was sent" in told.said


def test_a_second_intent_under_the_same_key_is_refused_and_the_first_stays_as_it_is(acting, ask):
    assert ask(item_id="its", quantity="1").code == 0
    first = acting.journal.entry("us", "rma-1")
    told = ask(item_id="its", quantity="2")
    assert (told.code, "rma-1 of account us stands for another refund" in told.said) == (1, True)
    assert (acting.script.reached, acting.journal.entries()) == ([], [first])
    assert [event.event for event in acting.journal.events()] == ["plan", "refused"]


def test_a_plan_of_an_order_that_changed_after_it_was_approved_is_not_sent_and_says_what_to_do(acting, call, ask):
    order = acting.lines[-1]
    assert ask(place=-1, item_id="its", quantity="1").code == 0
    assert call("actions", "approve", "rma-1", "--why", "return received").code == 0
    acting.pipeline.hub.writes.by_hand(
        int(order["order_id"]), {"item": Decimal(1)}, line_id=int(order["item_id"]), seller_id=f"by-hand-{id(ask)}"
    )
    told = call("actions", "apply")
    said = " ".join((told.out + told.err).split())
    assert (told.code, acting.script.reached) == (1, [])
    assert "the order has changed since the plan was made" in said
    assert "orders-pipeline actions plan rma-1 --account us" in said
    assert (acting.state(), acting.journal.entry("us", "rma-1").approved_by) == ("planned", None)
    assert [event.event for event in acting.journal.events()] == ["plan", "approve", "stale"]
    assert call("actions", "apply").code == 0
    assert acting.script.reached == []
