"""Two floors beside the pipelines: fetching the same answers and throwing them away; decoding the same bytes, no more.

Run as processes of their own: `python -m benchmarks.floors fetch URL FILE` and `decode FOLDER`.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

import msgspec
import requests

from benchmarks.rendered import opened
from orders_pipeline.channels.channeladvisor import wire

CONCURRENT = 5  # as the pipelines
ORDERS_A_PAGE = 100


def fetch(url: str, targets: list[str]) -> int:
    """Every target once, over kept connections; returns the number of bytes that came."""
    mine = local()

    def one(target: str) -> int:
        if not hasattr(mine, "session"):
            mine.session = requests.Session()
        answer = mine.session.get(url + target)
        answer.raise_for_status()
        return len(answer.content)

    with ThreadPoolExecutor(CONCURRENT) as pool:
        return sum(pool.map(one, targets))


def decode(folder: Path) -> int:
    """Pages of lists, and the orders that lists cut, into wire structs; returns the number of orders on the pages."""
    orders = opened(folder)
    page, order = msgspec.json.Decoder(wire.OrderPage), msgspec.json.Decoder(wire.Order)
    seen = 0
    with orders.lists.open("rb") as lists, orders.wholes.open("rb") as wholes:
        for first in range(0, len(orders.placed), ORDERS_A_PAGE):
            on_page = orders.placed[first : first + ORDERS_A_PAGE]
            each = [lists.read(one.end - one.start) for one in on_page]
            seen += len(page.decode(b'{"value":[' + b",".join(each) + b"]}").value)
            for one in on_page:
                if one.whole_end > one.whole_start:
                    order.decode(wholes.read(one.whole_end - one.whole_start))
    return seen


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    done = fetch(rest[0], json.loads(Path(rest[1]).read_text())) if what == "fetch" else decode(Path(rest[0]))
    sys.stdout.write(f"{done}\n")
