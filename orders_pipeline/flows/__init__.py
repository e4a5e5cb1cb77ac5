"""What the command line and Dagster both call: read an account, load and publish, inspect files, run the demo.

Joins the rooms below; holds no rule of its own. No Dagster, no Typer, no SQL.
"""
