"""The language of the project: records, tables, money, status words, windows.

Pure: no I/O, no Dagster, no DuckDB, no pandas, no clock. Everything above speaks in these terms.
"""
