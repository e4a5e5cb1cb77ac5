"""Imports run one way, and each heavy library is known to one room (DESIGN §2)."""

import ast
from pathlib import Path

import pytest

import orders_pipeline

ROOT = Path(orders_pipeline.__file__).parent
PACKAGE = "orders_pipeline"

# Room -> rooms that it may import besides itself. What is not listed is refused.
FLOORS = {
    "model": set(),
    "settings": {"model"},
    "channels": {"model"},
    "landing": {"model"},
    "sandbox": {"model"},
    "extract": {"model", "channels", "landing"},
    "warehouse": {"model"},
    "actions": {"model"},
    "flows": {"model", "settings", "channels", "landing", "extract", "warehouse", "actions", "sandbox"},
    "defs": {"model", "settings", "channels", "landing", "extract", "warehouse", "actions", "flows"},
    "cli": {"model", "settings", "channels", "landing", "extract", "warehouse", "actions", "flows", "defs", "sandbox"},
    "frames": {"settings", "warehouse", "flows"},
    "definitions": {"settings", "defs"},
}
# Library -> modules (path prefixes) that may import it.
ONLY_IN = {
    "dagster": ("defs", "definitions"),
    "smtplib": ("flows/alerts/mail",),
    "requests": ("channels/http", "channels/failures"),
    "urllib3": ("channels/http", "channels/failures"),
    "duckdb": ("warehouse",),
    "sqlalchemy": ("actions/journal",),
    "lxml": ("channels/xml", "sandbox"),
    "starlette": ("sandbox",),
    "uvicorn": ("sandbox",),
    "typer": ("cli",),
    "rich": ("cli",),
    "pandas": ("flows", "frames"),
}
MODULES = sorted(ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rows(problem):
    """`room/module.py: problem` for every module that has one."""
    found = ((path.relative_to(ROOT).as_posix(), problem(path)) for path in MODULES)
    return [f"{place}: {what}" for place, what in found if what]


def test_a_module_imports_only_from_the_floors_below_it():
    def from_above(path):
        room = room_of(path)
        own = {name.split(".")[1] for name in imports_of(path) if name.startswith(f"{PACKAGE}.")}
        return own - {room} - FLOORS.get(room, set()) if room != "__init__" else set()

    assert rows(from_above) == []


def test_a_heavy_library_is_known_to_its_room_only():
    def out_of_place(path):
        place = path.relative_to(ROOT).as_posix()
        used = {name.split(".")[0] for name in imports_of(path)}
        return [name for name in used & set(ONLY_IN) if not place.startswith(ONLY_IN[name])]

    assert rows(out_of_place) == []


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("model/tables.py", "from orders_pipeline.warehouse import load"),
        ("sandbox/app.py", "import orders_pipeline.channels.http"),
        ("channels/base.py", "from orders_pipeline import landing"),
    ],
)
def test_an_import_from_above_is_seen(place, source, tmp_path):
    module = tmp_path / "module.py"
    module.write_text(source)
    own = {name.split(".")[1] for name in imports_of(module) if name.startswith(f"{PACKAGE}.")}
    assert own - FLOORS[place.split("/")[0]]


def test_a_library_out_of_its_room_is_seen():
    assert imports_of(ROOT / "channels" / "http.py") & {"requests"}
    assert not "flows/read.py".startswith(ONLY_IN["requests"])


def test_a_module_opens_with_its_charter():
    assert rows(lambda path: not ast.get_docstring(ast.parse(path.read_text())) and "no charter") == []


def test_a_module_stays_readable_in_one_go():
    assert rows(lambda path: len(path.read_text().splitlines()) > 300 and "over 300 lines") == []


def test_no_room_is_called_by_a_name_that_says_nothing():
    meaningless = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [path for path in MODULES if meaningless & set(path.stem.split("_"))] == []


def test_modules_with_dagster_annotations_keep_them_as_objects():
    """Dagster reads annotations of @asset, @op and Config as types; the future import turns them into text."""
    with_dagster = [path for path in MODULES if room_of(path) in ("defs", "definitions")]
    assert [path for path in with_dagster if "from __future__ import annotations" in path.read_text()] == []
