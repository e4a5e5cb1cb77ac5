"""A backfill in a process of its own that stops with a body half written: `python -m … FOLDER`. Says so, and waits."""

import os
import sys
from pathlib import Path

from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.durable import make_folder, write_new
from orders_pipeline.landing.manifest import Purpose


def stuck(descriptor: int) -> None:
    print("half written", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    landing = AccountLanding(Path(sys.argv[1]), "us")
    with landing.reading(Purpose.BACKFILL):
        make_folder(landing.folder / "bodies" / "ab")
        os.fsync = stuck
        write_new(landing.folder / "bodies" / "ab" / "abc.zst", b"half")
