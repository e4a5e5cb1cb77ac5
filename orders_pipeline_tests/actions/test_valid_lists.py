"""Valid requests at ChannelUnity and ChannelApe are not refused, and leave as planned with their slots filled.

By the words of channelunity.md §6 and channelape.md §5: what a person may ask of a whole order and of parts of it.
"""

from random import Random
from urllib.parse import parse_qs, unquote

import pytest

from orders_pipeline.channels.channelape import lists
from orders_pipeline.channels.channelunity.client import connect
from orders_pipeline.channels.channelunity.message import authorization
from orders_pipeline.model.plans import Plan
from orders_pipeline_tests.actions.orders import a_line, a_unity_order, asked, planned_at, units
from orders_pipeline_tests.channels.channelape.scripted import TOKEN, Told, a_hub, connected, order_id, stamp
from orders_pipeline_tests.channels.channelape.writing import document_of, page_of, shop_order
from orders_pipeline_tests.channels.channelunity.hub import API_KEY, SECRETS, Hub, connection, page, running

SEED = 20261001
TEXTS = ("", "A&B<", "Größe ", "靴-", "100% ", "a+b ")


def tracked(rng):
    number = f"{rng.choice(('1Z', 'DPD+', 'R%'))}{rng.randint(1, 10**9)}"
    return {"carrier": rng.choice(("UPS", "DPD")), "service": "GROUND", "tracking_number": number}


def some(rng, quantities, *, least=1):
    """Some of the lines, so many units of each."""
    chosen = rng.sample(sorted(quantities), rng.randint(1, len(quantities)))
    return [units(line, rng.randint(least, quantities[line])) for line in chosen]


def of_unity(rng):
    """An order and an intent: shipped whole or in parts, canceled whole, refunded in parts, tracking corrected."""
    kind = rng.choice(("ship", "ship", "cancel", "refund", "correct_shipment"))
    quantities = {f"{rng.choice(TEXTS)}{number}": rng.randint(2, 6) for number in range(1, rng.randint(1, 4) + 1)}
    lines = [
        a_line(sku, str(quantity), f"{rng.randint(100, 50_000) / 100:.2f}", sku=sku, tax_amount=f"{rng.randint(0, 99)}")
        for sku, quantity in quantities.items()
    ]
    document = a_unity_order(*lines, status="Processing" if kind in ("ship", "cancel") else "Complete")
    key = f"{rng.choice(('rma', 'x/y', 'Nr.', '返'))}-{rng.randint(1, 10**9)}"
    if kind == "ship":
        return document, asked(kind, *rng.choice(([], some(rng, quantities))), key=key, **tracked(rng))
    if kind == "correct_shipment":
        return document, asked(kind, key=key, **tracked(rng))
    if kind == "cancel":
        return document, asked(kind, key=key)
    short = {sku: quantity - 1 for sku, quantity in quantities.items()}  # all of it is a cancellation there
    return document, asked(kind, *some(rng, short), key=key)


def of_ape(rng):
    """An order as its hub has it, and an intent: shipped, canceled, refunded, corrected, each whole or in parts."""
    kind = rng.choice(("ship", "cancel", "refund", "correct_shipment"))
    quantities = {f"L-{number}": rng.randint(1, 6) for number in range(1, rng.randint(1, 4) + 1)}
    lines = [
        {"id": line, "sku": f"{rng.choice(TEXTS)}{line}", "quantity": quantity, "price": f"{rng.randint(1, 9000)}.50"}
        for line, quantity in quantities.items()
    ]
    is_gone = kind in ("refund", "correct_shipment")
    gone = [{"id": line, "quantity": quantity} for line, quantity in quantities.items()]
    status = "OPEN" if kind == "correct_shipment" else "SUCCESS"  # what was pushed is not taken up again: §5.3
    parcel = {"id": "F-1", "status": status, "trackingNumber": "1Z1", "shippingCompany": "UPS", "lineItems": gone}
    parcel |= {"additionalFields": [{"name": "signed_by", "value": rng.choice(TEXTS)}], "newThing": {"price": 12.990}}
    order = shop_order(lineItems=lines, fulfillments=[parcel] if is_gone else [], totalPrice="1000000.00")
    told = {"order_id": order_id(1), "key": f"{rng.choice(('rma', 'x/y', '返'))}-{rng.randint(1, 10**9)}"}
    if kind == "correct_shipment":
        return order, asked(kind, fulfillment_id="F-1", **told, **tracked(rng))
    more = tracked(rng) if kind == "ship" else {}
    return order, asked(kind, *rng.choice(([], some(rng, quantities))), **told, **more)


def check_unity(folder, count):
    rng = Random(f"{SEED}/channelunity")
    secrets = {"merchant_name": "acme", "authorization": authorization(**SECRETS), "api_key": API_KEY}
    secrets["sent_at"] = "2026-09-30 12:00:00"
    with running(Hub(orders=lambda asked: page())) as hub:
        client = connect(connection(hub, folder))
        for number in range(count):
            document, intent = of_unity(rng)
            plan = planned_at("channelunity", intent, document)
            assert isinstance(plan, Plan), (SEED, number, plan.sentence, intent)
            for step in plan.steps:
                hub.raw.clear()
                client.send(step.request)
                bodies = [parse_qs(body.decode(), strict_parsing=True)["message"][0] for _, _, body in hub.raw]
                (sent,) = (body for body in bodies if "ValidateUser" not in body)
                assert unquote(sent) == step.request.filled(secrets)[0].decode(), (SEED, number)
        client.close()


def check_ape(folder, count):
    rng = Random(f"{SEED}/channelape")
    now = {}
    with (
        a_hub(lambda asked: Told(b"{}", 202) if asked.method == "PATCH" else now["page"]) as hub,
        connected(hub, folder) as client,
    ):
        for number in range(count):
            order, intent = of_ape(rng)
            now["page"] = page_of(order)
            as_read = lists.as_read(now["page"], order_id(1))
            plan = planned_at("channelape", intent, document_of(now["page"]), as_read)
            assert isinstance(plan, Plan), (SEED, number, plan.sentence, intent)
            for step in plan.steps:
                hub.asked.clear()
                client.send(step.request)
                (sent,) = (one for one in hub.asked if one.method != "GET")
                slots = lists.filled(step.request.slots, now["page"])
                slots["sent_at"] = stamp(hub.now)
                body, headers = step.request.filled(slots)
                assert (sent.method, sent.body) == (step.request.method, body), (SEED, number)
                assert {name: sent.headers.get(name) for name in headers} == headers
                assert sent.headers["X-Channel-Ape-Authorization-Token"] == TOKEN
                assert step.request.path.endswith(sent.path.lstrip("/")), (step.request.path, sent.path)


CHECKS = {"channelunity": check_unity, "channelape": check_ape}


@pytest.mark.parametrize("channel", CHECKS)
def test_five_hundred_valid_requests_are_planned_and_leave_as_they_were_planned(tmp_path, channel, figures):
    CHECKS[channel](tmp_path, 500)
    figures(f"valid requests, {channel}, seed {SEED}", planned_and_sent_as_planned=500, refused=0)
