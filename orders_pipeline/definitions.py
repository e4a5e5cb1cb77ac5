"""Wiring only: what Dagster loads, made from the accounts.toml of this process's home."""

import os

from orders_pipeline.defs.everything import definitions_of
from orders_pipeline.settings import Home, load_settings

home = Home.from_environment(os.environ)
defs = definitions_of(home, load_settings(home.accounts_file))
