"""The warehouse: one locked writer, loads that replace orders whole, publishing that readers never notice.

The only room that imports DuckDB. Knows nothing of hubs, HTTP or landing files: it is handed incoming windows.
"""
