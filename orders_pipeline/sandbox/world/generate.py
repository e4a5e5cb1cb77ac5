"""Makes the lives of a world from its seed: the same seed, the same orders, whatever reads them."""

from datetime import datetime, timedelta
from random import Random

from orders_pipeline.sandbox.world.events import Life
from orders_pipeline.sandbox.world.ids import ORDER_BASE, Numbers
from orders_pipeline.sandbox.world.life import a_life, import_lag, stamp
from orders_pipeline.sandbox.world.purchase import a_purchase, market_of, profile_of
from orders_pipeline.sandbox.world.traits import traits_of


def lives(seed: int, orders: int, start: datetime, end: datetime) -> list[Life]:
    """Purchases spread evenly over the half-open span. Order ids rise with the import, as a hub counts them."""
    drafts = []
    for number in range(orders):
        random = Random(f"{seed}/{number}")
        at = stamp(random, start + (end - start) * ((number + random.random()) / orders))
        profile, traits = profile_of(number), traits_of(number)
        market = market_of(random, number, profile, traits)
        drafts.append((max(at, start), random, number, profile, traits, market, import_lag(random, traits, market)))
    drafts.sort(key=lambda draft: (draft[0] + draft[6], draft[2]))
    made = []
    for place, (at, random, number, profile, traits, market, lag) in enumerate(drafts):
        numbers = Numbers(number, ORDER_BASE + place * 3 + number % 3)
        order = a_purchase(random, traits, numbers, at, profile=profile, market=market)
        made.append(a_life(random, traits, numbers, order, market, at + lag + timedelta(seconds=random.random() * 9)))
    return made
