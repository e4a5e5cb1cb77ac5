"""`python -m orders_pipeline.sandbox --dir D --port P`: the sandbox as a process of its own."""

import argparse
from pathlib import Path

import msgspec

from orders_pipeline.sandbox.faults import EVERY
from orders_pipeline.sandbox.server import serve
from orders_pipeline.sandbox.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="orders_pipeline.sandbox", description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="folder of the world, its clock and its marks")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--fault", action="append", default=[], choices=("all", *EVERY), help="may be repeated")
    parser.add_argument("--seed", type=int, default=0, help="of the faults")
    parser.add_argument("--settings", type=settings, default="{}", help='fields of Settings: {"page_size": "vary"}')
    told = parser.parse_args()
    serve(told.dir, told.port, faults=told.fault, seed=told.seed, settings=told.settings)


def settings(text: str) -> Settings:
    """Raises ValueError: it is no JSON, or names what Settings does not have."""
    return msgspec.json.decode(text, type=Settings)


if __name__ == "__main__":
    main()
