"""`python -m orders_pipeline.cli`, where the script is not installed."""

from orders_pipeline.cli import app

app(prog_name="orders-pipeline")
