"""Many random orders, given back in random portions: never above what was paid, exactly all of it in the end."""

from collections import Counter

import pytest

from orders_pipeline_tests.actions.given_back import check

SEED = 5
WANTED = (
    "0 decimals",
    "2 decimals",
    "3 decimals",
    "tax within the prices",
    "discount of a line",
    "discount of the order",
    "tax of the order alone",
    "bundles",
    "gifts by hand",
    "shipped",
)


def many(orders, figures):
    traits: Counter = Counter()
    for number in orders:
        traits += check(f"{SEED}/{number}")
    figures(f"money, seed {SEED}", orders=len(orders), **dict(sorted(traits.items())))
    assert all(traits[name] > len(orders) / 20 for name in WANTED), traits


@pytest.mark.parametrize("part", range(4))
def test_of_five_thousand_orders_every_cent_comes_back_once(part, figures):
    many(range(part * 1_250, (part + 1) * 1_250), figures)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_of_a_hundred_thousand_orders_every_cent_comes_back_once(part, figures):
    many(range(part * 5_000, (part + 1) * 5_000), figures)
