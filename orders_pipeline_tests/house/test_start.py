"""A command starts with what it needs: Dagster, the sandbox's server and pandas are for the few that use them."""

import subprocess
import sys

import pytest

HEAVY = ("dagster", "starlette", "uvicorn", "pandas", "orders_pipeline.sandbox.server", "orders_pipeline.sandbox.world")


def imported_by(source):
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{source}\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_the_command_line_imports_neither_dagster_nor_a_server_nor_pandas():
    assert imported_by("import orders_pipeline.cli") & set(HEAVY) == set()


@pytest.mark.parametrize(
    ("command", "needless"),
    [
        ("publish", {"requests", "lxml", "orders_pipeline.channels.registry"}),
        (
            "load",
            {
                "requests",
                "sqlalchemy",
                "orders_pipeline.channels.channelunity.pages",
                "lxml",
                "orders_pipeline.channels.channeladvisor.client",
            },
        ),
        ("extract", {"duckdb", "orders_pipeline.channels.channelunity.pages", "orders_pipeline.warehouse.writer"}),
    ],
)
def test_a_step_imports_nothing_of_the_others(command, needless):
    started = f"import orders_pipeline.cli.app as app; import orders_pipeline.cli.{command}"
    assert imported_by(started) & needless == set()


def test_what_is_heavy_is_seen():
    assert "uvicorn" in imported_by("import orders_pipeline.sandbox.server")
