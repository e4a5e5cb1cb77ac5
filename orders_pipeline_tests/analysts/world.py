"""What an analyst opens: ten days of two merchants' orders, read twice nine days apart, published, and one order set
aside. A second hub shows two of their marketplaces, so that these orders are linked. Everything in it but our own clock
follows from the seed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from orders_pipeline.sandbox.world import World
from orders_pipeline_tests.dialects import CHANNELUNITY
from orders_pipeline_tests.pipeline import Pipeline, a_pipeline

PROFILES = {"us-main": 12345678, "eu-main": 23456789}
OTHER_HUB = {"cu-ebay": (CHANNELUNITY, 304711), "cu-amazon-uk": (CHANNELUNITY, 304703)}
START, FIRST_READ, END, LAST_READ = (datetime(2026, *day, tzinfo=UTC) for day in ((8, 26), (8, 31), (9, 5), (9, 9)))


@contextmanager
def an_analysts_world(folder: Path) -> Iterator[Pipeline]:
    world = World(seed=7, orders=150, start=START, end=END)
    with a_pipeline(folder, world, profiles=PROFILES, others=OTHER_HUB, now=FIRST_READ) as made:
        us, eu = made.home.accounts_file.read_text().split("[accounts.eu-main]")
        eu = eu.replace("America/New_York", "Europe/Berlin", 1)
        made.home.accounts_file.write_text(f"{us}[accounts.eu-main]{eu}")
        made.hub.faults.spoil(min(world.lives), "amount_word")
        made.run()
        made.hub.clock.set(LAST_READ)
        made.run()
        yield made
