"""A replay in a process of its own that dies at a step: `python -m … HOME STEP [NTH]`. Nothing is closed or flushed."""

import os
import sys

from orders_pipeline.flows.quarantine.replay import replay_rejects
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.rejects import Choice


def main(folder: str, fatal: str, nth: str = "1") -> None:
    left = int(nth)

    def step(name: str) -> None:
        nonlocal left
        left -= name == fatal
        if name == fatal and left == 0:
            os._exit(9)

    replay_rejects(Home.at(folder), Choice(), step=step)


if __name__ == "__main__":
    main(*sys.argv[1:])
