"""A command starts with what it needs: Dagster, the sandbox's server and pandas are for the few that use them."""

import subprocess
import sys

HEAVY = ("dagster", "starlette", "uvicorn", "pandas", "orders_pipeline.sandbox.server", "orders_pipeline.sandbox.world")


def imported_by(source):
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{source}\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_the_command_line_imports_neither_dagster_nor_a_server_nor_pandas():
    assert imported_by("import orders_pipeline.cli") & set(HEAVY) == set()


def test_what_is_heavy_is_seen():
    assert "uvicorn" in imported_by("import orders_pipeline.sandbox.server")
