"""The hubs' dialects: how each is spoken to and how its documents become canonical records. One folder a dialect.

Knows nothing of landing files, tables, Dagster or schedules.
"""
