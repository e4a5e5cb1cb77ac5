"""The command line `orders-pipeline`: thin commands over flows. No query, no rule, no Dagster but in demo and dev.

Results go to stdout, everything else to stderr; exit codes stand in exits.py.
"""

from orders_pipeline.cli.app import app

__all__ = ["app"]
