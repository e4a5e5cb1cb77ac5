"""How the dlt pipelines ask each hub: one module a dialect, in the environment of dlt.

Each gives KEY, the field that tells orders apart; COLUMNS and NESTED, the types that dlt is told; and a class `Source`
with `windows()` and `orders(window)`, lists of JSON objects, a page each. Written as dlt's documentation advises: its
own requests client, whole pages and not rows. Nothing is proven: one pass over the pages.
"""
