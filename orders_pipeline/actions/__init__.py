"""Actions out: policy and traps (pure), the journal, sending once, looking at the hub until it is settled.

Knows channels only by what they give; no Dagster, no DuckDB.
"""
