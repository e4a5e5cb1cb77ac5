"""Orders that come while a sandbox runs: every dialect shows them, a restart finds them, and none comes twice."""

from decimal import Decimal

from orders_pipeline.sandbox.home import open_home
from orders_pipeline.sandbox.server import running
from orders_pipeline_tests.sandbox.conftest import Caller

KNIVES = {"sku": "KNIFE-8", "quantity": 3, "unit_price": "14.95", "tax": "3.59", "shipping": "9.95"}
ORDER = {"order_id": 20900003, "market": "ebay_us", "lines": [KNIVES], "has_left": True, "number": "77-1"}


def bought(caller, *orders):
    return caller.session.post(f"{caller.hub.url}/sandbox/orders", json={"orders": list(orders)})


def shown(caller):
    order = caller.get("Orders(20900003)?$expand=Items,Fulfillments")
    return {name: value for name, value in order.items() if not name.startswith("@")}


def test_what_is_bought_is_there_for_good_and_once(tmp_path):
    open_home(tmp_path, seed=3, orders=5)
    with running(tmp_path) as hub:
        caller = Caller(hub)
        assert bought(caller, ORDER).json()["bought"] == [20900003]
        assert bought(caller, ORDER, ORDER | {"order_id": 20900004}).json()["bought"] == [20900004]
        assert bought(caller, ORDER).json() == {"bought": [], "newest_at": "2026-09-30T12:00:00+00:00"}
        hub.clock.set(hub.clock.now.replace(minute=5))
        before = shown(caller)
        assert (before["SiteOrderID"], before["ShippingStatus"], before["PaymentStatus"]) == (
            "77-1", "Shipped", "Cleared",
        )  # fmt: skip
        assert Decimal(str(before["TotalPrice"])) == Decimal("58.39")
    with running(tmp_path) as hub:
        assert shown(Caller(hub)) == before
        assert len(hub.world.lives) == 7


def test_what_was_written_to_it_is_found_after_a_restart(tmp_path):
    open_home(tmp_path, seed=3, orders=0)
    with running(tmp_path) as hub:
        caller = Caller(hub)
        bought(caller, ORDER)
        hub.clock.set(hub.clock.now.replace(minute=5))
        hub.writes.by_hand(20900003, {"item": Decimal(1)})
    with running(tmp_path) as hub:
        assert len(hub.world.order(20900003, hub.clock.now).adjustments) == 1


def test_a_torn_line_was_told_to_nobody(tmp_path):
    open_home(tmp_path, seed=3, orders=0)
    with running(tmp_path) as hub:
        bought(Caller(hub), ORDER, ORDER | {"order_id": 20900004})
    file = tmp_path / "orders.jsonl"
    file.write_bytes(file.read_bytes()[:-9])
    world, _ = open_home(tmp_path)
    assert list(world.lives) == [20900003]
    assert len(file.read_bytes().splitlines()) == 1


def test_an_order_of_a_marketplace_that_there_is_not_is_refused_and_none_comes(tmp_path):
    with running(open_home(tmp_path, seed=3, orders=0)[0]) as hub:
        refused = bought(Caller(hub), ORDER, ORDER | {"order_id": 1, "market": "nowhere"})
        assert refused.status_code == 400
        assert "nowhere" in refused.json()["error"]
        assert not hub.world.lives
