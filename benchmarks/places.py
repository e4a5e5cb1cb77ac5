"""Where a benchmark keeps what it makes: one ignored folder, `data/bench`. Pure paths."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
BENCH = Path(os.environ.get("ORDERS_BENCH_DIR") or ROOT / "data" / "bench")
PAGES = BENCH / "pages"  # rendered orders, by the parameters that made them
RUNS = BENCH / "runs"  # homes and databases of the runs; each run starts on an empty one
PROFILES = BENCH / "profiles"
DLT_VENV = BENCH / "venv-dlt"
DLT_REQUIREMENTS = Path(__file__).parent / "requirements-dlt.txt"
REPORT = ROOT / "docs" / "benchmarks.md"
