"""Our tables of the hub's words and the sandbox's, read from the same spec by another pair of eyes, say the same."""

import pytest

from orders_pipeline.channels.channeladvisor import codes
from orders_pipeline.sandbox.channeladvisor import codes as spoken
from orders_pipeline.sandbox.channeladvisor import truth_words as meant

# What the hub says -> what we take it for; what the world means -> how the sandbox says it, and what is true.
PAIRS = {
    "checkout": (codes.CHECKOUT_STATUS, spoken.CHECKOUT, meant.CHECKOUT),
    "payment": (codes.PAYMENT_STATUS, spoken.PAYMENT, meant.PAYMENT),
    "shipping": (codes.SHIPPING_STATUS, spoken.SHIPPING, meant.SHIPPING),
    "fulfilled by": (codes.FULFILLED_BY, spoken.ROLLUP, meant.FULFILLED_BY),
    "tax": (codes.IS_TAX_INCLUDED, spoken.TAX, meant.IS_TAX_INCLUDED),
    "delivery": (codes.DELIVERY_STATUS, spoken.DELIVERY, meant.DELIVERY),
    "refund kind": (codes.REFUND_KIND, spoken.ADJUSTMENT_KIND, meant.KIND),
    "refund status": (codes.REFUND_STATUS, spoken.STEP, meant.STEP),
    "refund reason": (codes.REFUND_REASON, spoken.REASON, meant.REASON),
}


@pytest.mark.parametrize(("ours", "said", "true"), PAIRS.values(), ids=list(PAIRS))
def test_two_readings_of_the_spec_agree_on_every_word_of_the_world(ours, said, true):
    assert {word: ours.get(said[word]) for word in true if word in said} == {
        word: value for word, value in true.items() if word in said
    }
    assert len([word for word in true if word in said]) >= 3


def test_every_site_of_the_world_is_the_marketplace_that_we_take_it_for():
    known = [name for name in meant.MARKETPLACES if name in spoken.SITES]
    assert len(known) > 10
    assert {name: codes.SITE.get(spoken.SITES[name][0]) for name in known} == {
        name: meant.MARKETPLACES[name] for name in known
    }
