"""Pages with something wrong anywhere: read, set aside with a reason of the list, or refused; never anything else."""

import random
import re

import pytest

from orders_pipeline.channels.base import CONTINUATION, ORDERS, Body, Scope
from orders_pipeline.channels.channeladvisor_soap import skeleton
from orders_pipeline.channels.channeladvisor_soap.pages import sightings
from orders_pipeline.channels.channeladvisor_soap.shown import snippet_of
from orders_pipeline.channels.errors import HubError, Malformed
from orders_pipeline.model.reasons import Reason
from orders_pipeline_tests.channels.channeladvisor_soap import making

SCOPE = Scope(account="us", profile="a-guid", is_whole=True, currency="USD")
VALUES = [
    "",
    "0",
    "-1",
    "NaN",
    "1e9",
    "1,000.00",
    "99999999999999999999",
    "0.00001",
    "true",
    "Jane Doe",
    "2026-13-45",
    "<x/>",
    "&#5;",
]


def a_whole_page():
    states = making.states(ShippingStatus="Shipped", OrderRefundStatus="LineItemLevel")
    orders = [making.an_order(n, NumberOfMatches=4, OrderStatus=states) for n in (1, 2, 3, 4)]
    more = [fulfilled_body(), *(refunds_body(n) for n in (1, 2, 3, 4))]
    return making.a_page(*orders), more


def fulfilled_body():
    content = making.fulfilled({n: [making.a_parcel(900 + n)] for n in (1, 2, 3, 4)})
    return Body(kind=CONTINUATION, content=content, path="FulfillmentList")


def refunds_body(order_id):
    content = making.a_history(order_id, making.a_refund(70 + order_id))
    return Body(kind=CONTINUATION, content=content, order_id=str(order_id), path="LineItemRefunds")


def of_values(rng, text):
    found = rng.choice(list(re.finditer(r">([^<>]*)<", text)))
    return text[: found.start(1)] + rng.choice(VALUES) + text[found.end(1) :]


def of_elements(rng, text):
    """An element taken out, said twice, or under another name."""
    found = rng.choice(list(re.finditer(r"<(q\d:\w+)>[^<>]*</\1>", text)))
    other = found[0].replace(found[1], f"{found[1]}X")
    return text[: found.start()] + rng.choice(["", found[0] * 2, other]) + text[found.end() :]


def of_signs(rng, text):
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(["", "<", ">", "&", '"', "\x00", "é", text[at:][:40]]) + text[at + 1 :]


def of_an_end(rng, text):
    return text[: rng.randrange(len(text))]


@pytest.mark.parametrize("mutate", [of_values, of_elements, of_signs, of_an_end])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_page_with_something_wrong_is_read_set_aside_or_refused(mutate, seed):
    rng = random.Random(f"{mutate.__name__} {seed}")
    whole, more = a_whole_page()
    for _ in range(25):
        content = mutate(rng, whole.decode()).encode()
        try:
            page = skeleton.page(content)
        except HubError:
            with pytest.raises(Malformed):
                sightings(SCOPE, Body(kind=ORDERS, content=content), more)
            continue
        found = sightings(SCOPE, Body(kind=ORDERS, content=content), more)
        assert len(found) == len(page.entries), "what is counted is what is loaded or set aside"
        assert len([one for one in found if one.problem]) <= 1, "one mutation spoils one order"
        for one in found:
            if one.problem is not None:
                assert one.problem.reason in set(Reason)
                shown = snippet_of(Body(kind=ORDERS, content=content), more, one.position, one.problem.path)
                assert "Jane" not in "".join(shown.lines) + one.problem.message
