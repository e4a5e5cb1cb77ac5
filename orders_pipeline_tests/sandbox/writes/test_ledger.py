"""The ledger: what was really applied, kept over a restart, and open to every test; and people who act in the hub."""

from decimal import Decimal

import pytest

from orders_pipeline.sandbox.channeladvisor.truth import documents
from orders_pipeline.sandbox.home import open_home
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.writes import CannotWrite, fingerprint
from orders_pipeline_tests.sandbox.conftest import Caller
from orders_pipeline_tests.sandbox.writes.conftest import Desk, the_seeds_order


def test_an_entry_tells_who_wrote_what_where_and_when(desk):
    here = desk(the_seeds_order(shipped=True))
    answer = here.adjust(0, Quantity=1, SellerAdjustmentID="rma-1")
    path = f"/v1/OrderItems({here.lines[0]})/Adjust"
    (entry,) = here.caller.session.get(f"{here.hub.url}/sandbox/ledger").json()
    assert {name: entry[name] for name in ("dialect", "operation", "method", "path", "order_id", "is_duplicate")} == {
        "dialect": "channeladvisor",
        "operation": "adjust_item",
        "method": "POST",
        "path": path,
        "order_id": 1,
        "is_duplicate": False,
    }
    assert (entry["at"], entry["source"], entry["currency"]) == ("2026-09-30T12:00:00Z", "api", "USD")
    assert entry["fingerprint"] == fingerprint("POST", path, answer.request.body)
    assert here.hub.requests[entry["request"] - 1].path == path
    (effect,) = entry["effects"]
    assert effect["units"] == {str(here.lines[0]): 1}
    assert effect["amounts"] == {"item": "14.95", "tax": "1.20", "shipping": "3.32", "shipping_tax": "0.05"}
    assert (effect["kind"], effect["seller_id"], effect["total"]) == ("refund", "rma-1", "19.52")


def test_the_dialect_s_name_in_the_path_is_no_other_dialect(desk):
    here = desk()
    url = f"{here.hub.url}/channeladvisor/v1/Orders(1)/Ship"
    assert here.caller.ask(url, "POST", json={"Value": {}}).status_code == 204
    assert (here.ledger.entries[0].dialect, here.ledger.entries[0].path) == (
        "channeladvisor", "/channeladvisor/v1/Orders(1)/Ship",
    )  # fmt: skip


def test_a_mark_is_entered_once_however_often_it_is_set(desk):
    here = desk()
    for method in ("POST", "POST", "DELETE", "DELETE"):
        assert here.write("Orders(1)/Export", method=method).status_code == 204
    assert [(entry.operation, entry.effects[0].kind) for entry in here.ledger] == [
        ("export", "mark"), ("unexport", "unmark"),
    ]  # fmt: skip
    assert here.order()["UpdatedDateUtc"] != "2026-09-30T12:00:00Z"  # a mark changes no order


def acted_on(folder):
    """A world in a folder whose orders were written to in every way; what its hub holds in the end."""
    with running(folder) as hub:
        caller = Caller(hub)
        ids = caller.ids("Orders?$filter=ShippingStatus eq 'Unshipped' and PaymentStatus eq 'Cleared'")
        for order_id in ids[:6]:
            here = Desk(hub, caller, order_id)
            here.write(f"Orders({order_id})/Export")
            here.adjust(0, SellerAdjustmentID="a")
            here.ship(TrackingNumber=f"T{order_id}")
            here.pass_minutes(3)
            here.adjust()
            here.write(f"Orders({order_id})", {"SellerOrderID": "SO", "BillingCity": "Erie"}, "PATCH")
        refunded = next(iter(caller.ids("Orders?$filter=ShippingStatus eq 'Shipped'")))
        hub.writes.by_hand(refunded, {"item": Decimal(1)})
        return list(hub.ledger), documents(hub.world, 12345678, hub.clock.now, "us")


def test_what_was_written_outlives_a_restart(tmp_path):
    open_home(tmp_path, seed=3, orders=200)
    entries, held = acted_on(tmp_path)
    assert len(entries) > 12
    for _ in range(2):
        with running(tmp_path) as hub:
            assert list(hub.ledger) == entries
            assert documents(hub.world, 12345678, hub.clock.now, "us") == held


def test_ids_go_on_where_they_stood_before_a_restart(tmp_path):
    open_home(tmp_path, seed=3, orders=200)
    entries, _ = acted_on(tmp_path)
    with running(tmp_path) as hub:
        order_id = entries[-1].order_id
        made = hub.writes.by_hand(order_id, {"item": Decimal(1)})
    assert made.number == len(entries) + 1
    assert made.effects[0].adjustment_id > entries[-1].effects[0].adjustment_id


def test_a_line_that_was_torn_never_happened_and_the_next_is_whole(tmp_path):
    open_home(tmp_path, seed=3, orders=200)
    entries, _ = acted_on(tmp_path)
    file = tmp_path / "ledger.jsonl"
    file.write_bytes(file.read_bytes()[:-30])
    with running(tmp_path) as hub:
        assert list(hub.ledger) == entries[:-1]
        hub.writes.by_hand(entries[-1].order_id, {"item": Decimal(1)})
    with running(tmp_path) as hub:
        assert len(hub.ledger) == len(entries)


def test_a_person_s_refund_in_the_hub_is_seen_like_any_other(desk):
    here = desk(the_seeds_order(shipped=True))
    body = {"order_id": 1, "line_id": here.lines[0], "quantity": 1, "amounts": {"item": "5.00"}}
    told = here.caller.session.post(f"{here.hub.url}/sandbox/refunds", json=body)
    assert (told.status_code, told.json()["source"]) == (200, "user")
    (made,) = here.adjustments()
    assert (made["CreatedSource"], made["RequestStatus"], made["ItemAdjustment"], made["SellerAdjustmentID"]) == (
        "UserInterface", "PostProcessingComplete", 5, None,
    )  # fmt: skip
    here.adjust(0)
    assert here.ledger.returned(1)["item"] == Decimal("44.85")


@pytest.mark.parametrize(
    "body", [{}, {"order_id": 9, "amounts": {"item": 1}}, {"order_id": 1, "amounts": {"gold": 1}},
             {"order_id": 1, "amounts": {"item": "much"}}, {"order_id": 1, "amounts": {"item": "0.001"}}]
)  # fmt: skip
def test_a_person_s_refund_that_makes_no_sense_is_refused(desk, body):
    here = desk(the_seeds_order(shipped=True))
    assert here.caller.session.post(f"{here.hub.url}/sandbox/refunds", json=body).status_code == 400
    assert len(here.ledger) == 0


def test_a_write_happens_as_a_whole_or_not_at_all(desk):
    here = desk(the_seeds_order())
    from orders_pipeline.sandbox.world.acts import Facts
    from orders_pipeline.sandbox.writes import Call

    write = here.hub.writes.begin(Call(dialect="test", operation="ship"), 1)
    write.ship({here.lines[0]: 2}, Facts())
    with pytest.raises(CannotWrite):
        write.ship({here.lines[0]: 2}, Facts())
    assert here.order()["ShippingStatus"] == "Unshipped"
    assert len(here.ledger) == 0


def test_a_duplicate_by_the_network_is_called_one(desk):
    here = desk(the_seeds_order(shipped=True), faults=[{"name": "write_twice", "nth": [1]}])
    here.adjust(0, Quantity=1, SellerAdjustmentID="rma")
    first, second = here.ledger
    assert (first.is_duplicate, second.is_duplicate) == (False, True)
    assert (first.fingerprint, first.request) == (second.fingerprint, second.request)
