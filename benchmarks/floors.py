"""Two floors beside the pipelines: fetching the same answers and throwing them away; decoding the same bytes, no more.

Run as processes of their own, over the requests that ours made: `python -m benchmarks.floors fetch FILE URL` and
`decode FILE FOLDER PAGE_SIZE`.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

import msgspec
import requests

from benchmarks.exchange import Request

CONCURRENT = 5  # as the pipelines


def fetch(asked: list[Request], url: str) -> int:
    """Every request once, over kept connections; returns the number of bytes that came."""
    mine = local()

    def one(request: Request) -> int:
        if not hasattr(mine, "session"):
            mine.session = requests.Session()
        body = request.body.encode() or None
        answer = mine.session.request(request.method, url + request.target, data=body, headers=request.headers)
        answer.raise_for_status()
        return len(answer.content)

    with ThreadPoolExecutor(CONCURRENT) as pool:
        return sum(pool.map(one, asked))


def decode(asked: list[Request], folder: str, page_size: str) -> int:
    """The bytes of the same answers, from disk, into wire structs; returns the number of orders on the pages."""
    from benchmarks.dialects import DIALECTS
    from benchmarks.rendered import opened
    from benchmarks.serving import HUBS

    orders = opened(Path(folder))
    hub, dialect = HUBS[orders.channel].Hub(orders, int(page_size)), DIALECTS[orders.channel]
    return sum(dialect.decode(request, b"".join(hub.answer(request))) for request in asked)


FLOORS = {"fetch": fetch, "decode": decode}

if __name__ == "__main__":
    what, file, *rest = sys.argv[1:]
    asked = msgspec.json.decode(Path(file).read_bytes(), type=list[Request])
    sys.stdout.write(f"{FLOORS[what](asked, *rest)}\n")
