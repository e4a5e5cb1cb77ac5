"""Any writes in any order through all four hubs: no unit gets lost, no order becomes unreadable, no cent too much."""

import base64
import json
from decimal import Decimal
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.sandbox.app import Sandbox
from orders_pipeline.sandbox.channeladvisor.credentials import APPLICATION_ID, REFRESH_TOKEN, SHARED_SECRET
from orders_pipeline.sandbox.channeladvisor.truth import documents as at_rest
from orders_pipeline.sandbox.channeladvisor_soap.credentials import ACCOUNT_IDS, DEVELOPER_KEY, PASSWORD
from orders_pipeline.sandbox.channelape.credentials import TOKEN
from orders_pipeline.sandbox.channelape.ids import line_item_id, order_uuid
from orders_pipeline.sandbox.channelape.truth import document_of as at_cape
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.in_process import InProcess
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import US_PROFILE, World, a_line, an_order
from orders_pipeline.sandbox.writes.money import paid, total_of
from orders_pipeline.sandbox.writes.units import counts
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import ORD, SOAP, WEB
from orders_pipeline_tests.sandbox.writes.soap import elements

NO_LIMITS = Settings(channelape_per_second=10**6, per_minute=10**9)
PATH = f"/channelape/v1/orders/{order_uuid(1)}"
PARCEL_STATUS = ("OPEN", "OPEN", "OPEN", "PENDING", "SUCCESS", "CANCELED")


class Desk:
    def __init__(self, life) -> None:
        self.sandbox = Sandbox(World(orders=0).with_order(life), WorldClock(), settings=NO_LIMITS)
        self.hub, self.order = InProcess(self.sandbox), life.order
        self.number = 0
        basic = base64.b64encode(f"{APPLICATION_ID}:{SHARED_SECRET}".encode()).decode()
        answer = self.hub.ask(
            "POST",
            "/oauth2/token",
            headers={"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
            body=f"grant_type=refresh_token&refresh_token={REFRESH_TOKEN}".encode(),
        )
        self.token = json.loads(answer.body)["access_token"]

    def rest(self, path, body):
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        assert self.hub.ask("POST", f"/v1/{path}", headers=headers, body=json.dumps(body).encode()).status < 500

    def soap(self, service, operation, inner):
        secrets = elements("web", {"APICredentials": {"DeveloperKey": DEVELOPER_KEY, "Password": PASSWORD}})
        content = (
            f'<s:Envelope xmlns:s="{SOAP["text/xml"]}" xmlns:web="{WEB}" xmlns:ord="{ORD}"><s:Header>{secrets}'
            f"</s:Header><s:Body><web:{operation}><web:accountID>{ACCOUNT_IDS[US_PROFILE, None]}</web:accountID>{inner}"
            f"</web:{operation}></s:Body></s:Envelope>"
        )
        headers = {"content-type": "text/xml", "soapaction": f'"{WEB}{operation}"'}
        path = f"/channeladvisor_soap/ChannelAdvisorAPI/v7/{service}Service.asmx"
        answer = self.hub.ask("POST", path, headers=headers, body=content.encode())
        assert answer.status == 200 and b"<Status>" in answer.body

    def cape(self, method="GET", **members):
        headers = {"x-channel-ape-authorization-token": TOKEN}
        answer = self.hub.ask(method, PATH, headers=headers, body=json.dumps(members).encode())
        assert answer.status in (200, 202), answer.body
        return json.loads(answer.body)

    def act(self, kind, line, quantity, choice):
        """One write, of which the hub may think what it likes."""
        sku, self.number = escape(line.sku), self.number + 1
        name = f"n{self.number}"
        if kind == "rest ship":
            item = {"OrderItemID": line.line_id, "Quantity": quantity}
            self.rest("Orders(1)/Ship", {"Value": {"Items": [item], "TrackingNumber": name}})
        elif kind == "rest adjust":
            self.rest(f"OrderItems({line.line_id})/Adjust", {"Quantity": quantity})
        elif kind == "soap ship":
            part = {"LineItemList": {"SKU": sku, "Quantity": quantity}, "TrackingNumber": name}
            told = {"OrderID": 1, "ShipmentType": "Partial", "PartialShipment": part}
            self.soap("Shipping", "SubmitOrderShipmentList", elements("web", {"shipmentList": told}))
        elif kind == "soap refund":
            item = {"SKU": sku, "Amount": Decimal(choice), "Quantity": quantity}
            told = {"OrderID": 1, "RefundItems": {"RefundItem": item}} if choice else {"OrderID": 1, "Amount": "2.00"}
            self.soap("Order", "SubmitOrderRefund", f"<web:request>{elements('ord', told)}</web:request>")
        elif kind == "cape list":
            entries, new = self.cape()["fulfillments"], {"id": name, "trackingNumber": name}
            new |= {"status": PARCEL_STATUS[choice], "lineItems": [{"id": line_item_id(line), "quantity": quantity}]}
            kept = entries if choice % 2 else entries[1:]  # every other time a list that is stale
            if kept and choice == 2:
                kept = [kept[0] | {"status": "OPEN", "trackingNumber": name}, *kept[1:]]
            self.cape("PATCH", fulfillments=[*kept, new])
        elif kind == "cape refund":
            restock = ("NO_RESTOCK", "RETURN", "CANCEL")[choice % 3]
            entry = {"supplierRefundId": name, "lineItems": [{"id": line_item_id(line), "quantity": quantity}]}
            entry["lineItems"][0]["restockType"] = restock
            self.cape("PATCH", refunds=[*self.cape().get("refunds", [])[choice % 2 :], entry])
        elif kind == "cape status":
            self.cape("PATCH", status=("OPEN", "HOLD", "IN_PROGRESS", "CLOSED", "CANCELED", "IN_PROGRESS")[choice])
        else:
            self.sandbox.clock.advance((self.sandbox.world.end - self.sandbox.world.start) / 10_000 * quantity)


KINDS = (
    "rest ship", "rest adjust", "soap ship", "soap refund", "cape list", "cape list", "cape list", "cape refund",
    "cape status", "time",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 2), st.integers(1, 3), st.integers(0, 5)), max_size=10
)
LINES = st.lists(st.integers(1, 4), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(LINES, STEPS, st.sampled_from(["ebay_us", "amazon_us"]), st.booleans())
def test_whatever_is_written_anywhere_units_stay_and_money_stays_within_what_was_paid(units, steps, market, shipped):
    lines = tuple(a_line(f"SKU-{n}", many, "7.00", tax="0.31") for n, many in enumerate(units))
    here = Desk(an_order(1, lines=lines, market=market, shipped=shipped))
    order = here.order
    for kind, place, quantity, choice in steps:
        here.act(kind, order.lines[place % len(lines)], quantity, choice)
        now = here.sandbox.clock.now
        state = here.sandbox.world.order(1, now)
        for line_id, count in counts(state).items():
            whole = next(line.quantity for line in order.lines if line.line_id == line_id)
            assert count.unsent + count.sent + count.canceled + count.canceling == whole, (kind, count)
        read_back = here.cape()
        assert at_cape(state, "cape").order.channel_order_status == read_back["status"]
        assert at_rest(here.sandbox.world, US_PROFILE, now, "us")
        ids = [each["id"] for each in read_back["fulfillments"] if "id" in each]
        assert len(ids) == len(set(ids))
    assert sum(entry.total for entry in here.sandbox.ledger) <= total_of(order, paid(order))
    here.hub.close()
