"""A pipeline in a process of its own that is killed with -9 at the n-th time a step begins: `python -m … HOME N STEP`."""

import json
import os
import signal
import sys
from pathlib import Path

from orders_pipeline.flows.load import load_pending, publish_snapshot
from orders_pipeline.flows.read import read
from orders_pipeline.settings import Home, load_settings


def main(folder: str, nth: str, fatal: str) -> None:
    home = Home.at(Path(folder))
    settings, seen, left = load_settings(home.accounts_file), [], int(nth)

    def step(name: str) -> None:
        nonlocal left
        seen.append(name)
        if name == fatal:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    for account in settings.accounts:
        read(home, account, step=step)
    load_pending(home, settings, step=step)
    publish_snapshot(home, step=step)
    sys.stdout.write(json.dumps(sorted(set(seen))))


if __name__ == "__main__":
    main(*sys.argv[1:])
