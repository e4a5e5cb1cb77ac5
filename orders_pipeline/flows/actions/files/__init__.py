"""Files with actions that people bring: CSV, JSON lines, Parquet; every value read as text, every mistake with its row.

One row is one line of an intent; rows with one account and key belong together. No mistake repeats a value.
"""
