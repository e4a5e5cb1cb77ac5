"""Where the load spends its time: seconds between its own steps, then the same load under cProfile.

Run as a process of its own on a home that was extracted: `python -m benchmarks.profiling HOME [FILE]`; the second only
where a file is to be written. The warehouse of the home is removed before each load. cProfile sees the main thread
alone, and slows Python calls down and C code not: compare its shares with the seconds of the steps.
"""

import cProfile
import io
import pstats
import shutil
import sys
import time
from collections import defaultdict
from pathlib import Path

from orders_pipeline.flows.load import load_pending
from orders_pipeline.settings import Home, load_settings

TOP = 40


def steps(home: Home) -> str:
    """Seconds from each step of the load to the next, added up by name: wall time, and CPU of this process."""
    spent: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    last, since = "start", (time.perf_counter(), time.process_time())

    def step(name: str) -> None:
        nonlocal last, since
        now = (time.perf_counter(), time.process_time())
        spent[last] = [so_far + b - a for so_far, a, b in zip(spent[last], since, now, strict=True)]
        last, since = name, now

    _load(home, step)
    step("end")
    rows = sorted(spent.items(), key=lambda row: row[1], reverse=True)
    return "".join(f"{name:<12} {wall:8.3f} s wall {cpu:8.3f} s CPU\n" for name, (wall, cpu) in rows)


def profiled(home: Home) -> str:
    """The functions that cost most, by their own time and by what they call."""
    profile, told = cProfile.Profile(), io.StringIO()
    profile.runcall(_load, home)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile, stream=told).strip_dirs().sort_stats(order).print_stats(TOP)
    return told.getvalue()


def _load(home: Home, step=lambda name: None) -> None:
    shutil.rmtree(home.warehouse)
    home.make()
    load_pending(home, load_settings(home.accounts_file), step=step)


def main(home: Home, file: Path | None) -> None:
    of_steps = steps(home)
    sys.stdout.write(of_steps)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Seconds from each step of the load to the next\n\n{of_steps}\n{profiled(home)}")
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main(Home.at(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
